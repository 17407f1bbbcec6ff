/*
 * xmppbench - a swarm of vRouter agents towards one Contrail control node.
 *
 * One process, one thread, one epoll loop: A agents, each with a TCP session of its own from an address of its own
 * (127.0.16.0/20), each with P ports spread evenly over M of the N networks.  Agent a is in the networks (a + 11 k) mod N,
 * k < M.  The control node at 127.x.y.z:PORT must know the instances default-domain:default-project:netI:netI, I < N, and
 * take agents that nobody configured.
 *
 * Phases: establish and subscribe -> converge (every port is published; done when every agent holds every route of its
 * networks; then each waits for its End-of-RIB) -> churn (at a fixed rate a random port gets another label; from the write
 * of the publication to its arrival at the last agent of the network).
 *
 * The last agents may be stuck or slow: nobody waits for these, and at the end they read on until they hold what is true then.
 *
 * A route counts by its prefix, once for each agent.  Label and next hop of every item are checked against what was
 * published.  stdout: one JSON line.  stderr: a readable table.  Exit code 0 only if all was complete and right.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONTROL "network-control@contrailsystems.com"
#define MAX_MEMBER 64
#define MAX_STANZA (64u << 20)
#define CHUNK (256u << 10)
#define SHORTEST_ITEM 200                /* octets from the beginning of one item to that of the next */

enum state { CONNECTING, OPENING, UP };

struct buffer { char *at; size_t length, capacity, offset; };
struct agent {
    int fd, id;
    enum state state;
    bool want_out, end_of_rib;
    struct buffer in, out;
    uint64_t *seen;
    uint32_t held, wanted;
    uint64_t last_tx;
    /* one that is stuck (reads nothing while muted) or slow (reads opt_slow_rate octets a second) */
    bool lagging, muted; double credit; uint64_t taken; uint32_t *labels;
};
struct port { uint32_t label; uint32_t missing; uint64_t changed_at; bool *waiting; };

static int opt_port = 5269, opt_agents = 1000, opt_ports = 20, opt_networks = 50, opt_member = 5, opt_pid, opt_rate = 1000;
static double opt_churn = 10, opt_timeout = 120;
static bool opt_wait_rib = true, opt_at_once;
static int opt_stuck, opt_slow, opt_slow_rate = 50000, healthy;
static const char *opt_name = "controller", *opt_target = "127.0.0.1";

static int ep, up, complete, ended;
static struct agent *agents;
static struct port *ports;
static int *place;                       /* place[network * agents + agent]: whether the agent is a member */
static uint64_t deliveries, items, retracts, bytes, e_label, e_next_hop, e_unknown, e_retract, e_lost, stanzas;
static bool churning;
static double *samples; static size_t sample_count, sample_capacity;
static uint32_t outstanding;

static uint64_t now_ns(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000ull + t.tv_nsec; }
static void die(const char *f, ...) { va_list a; va_start(a, f); vfprintf(stderr, f, a); va_end(a); fputc('\n', stderr); exit(2); }

static int network_of(int agent, int k) { return (agent + 11 * k) % opt_networks; }
static int port_network(uint32_t p) { return network_of(p / opt_ports, p % opt_ports % opt_member); }
static uint32_t first_label(uint32_t p) { return 16 + p % opt_ports; }
static uint32_t address_of(int agent) { return 127u << 24 | 16u << 8 | (uint32_t)(agent / 250) << 8 | (uint32_t)(agent % 250 + 1); }

static void append(struct buffer *b, const char *text, size_t n)
{
    if (b->length + n > b->capacity) {
        b->capacity = (b->length + n) * 2;
        if (!(b->at = realloc(b->at, b->capacity))) die("out of memory");
    }
    memcpy(b->at + b->length, text, n);
    b->length += n;
}
static void say(struct agent *a, const char *f, ...)
{
    char text[4096]; va_list v; va_start(v, f); int n = vsnprintf(text, sizeof text, f, v); va_end(v);
    append(&a->out, text, n);
}
static void subscribe(struct agent *a, int k)
{
    int n = network_of(a->id, k);
    say(a, "<iq type=\"set\" from=\"agent-%d\" to=\"" CONTROL "/bgp-peer\" id=\"subscribe%d\">"
        "<pubsub xmlns=\"http://jabber.org/protocol/pubsub\"><subscribe node=\"default-domain:default-project:net%d:net%d\">"
        "<options><instance-id>%d</instance-id></options></subscribe></pubsub></iq>", a->id, k, n, n, k + 1);
}
static void publish(uint32_t p)
{
    struct agent *a = &agents[p / opt_ports];
    int n = port_network(p);
    char prefix[32], next_hop[16], item[128], instance[80];
    snprintf(prefix, sizeof prefix, "10.%u.%u.%u/32", p >> 16 & 255, p >> 8 & 255, p & 255);
    uint32_t h = address_of(a->id);
    snprintf(next_hop, sizeof next_hop, "%u.%u.%u.%u", h >> 24, h >> 16 & 255, h >> 8 & 255, h & 255);
    snprintf(instance, sizeof instance, "default-domain:default-project:net%d:net%d", n, n);
    snprintf(item, sizeof item, "1/1/%s/%s", instance, prefix);
    say(a, "<iq type=\"set\" from=\"agent-%d\" to=\"" CONTROL "/bgp-peer\" id=\"pubsub%u\">"
        "<pubsub xmlns=\"http://jabber.org/protocol/pubsub\"><publish node=\"%s\"><item><entry>"
        "<nlri><af>1</af><safi>1</safi><address>%s</address></nlri><next-hops><next-hop><af>1</af><address>%s</address>"
        "<mac></mac><label>%u</label><vni>0</vni><tunnel-encapsulation-list><tunnel-encapsulation>gre</tunnel-encapsulation>"
        "<tunnel-encapsulation>udp</tunnel-encapsulation></tunnel-encapsulation-list>"
        "<virtual-network>default-domain:default-project:net%d</virtual-network><tag-list/></next-hop></next-hops>"
        "<version>1</version><virtual-network>default-domain:default-project:net%d</virtual-network>"
        "<mobility seqno=\"0\" sticky=\"false\"/><sequence-number>0</sequence-number><security-group-list>"
        "<security-group>8000001</security-group></security-group-list><community-tag-list/>"
        "<local-preference>200</local-preference><med>0</med></entry></item></publish></pubsub></iq>",
        a->id, p, item, prefix, next_hop, ports[p].label, n, n);
    say(a, "<iq type=\"set\" from=\"agent-%d\" to=\"" CONTROL "/bgp-peer\" id=\"collection%u\">"
        "<pubsub xmlns=\"http://jabber.org/protocol/pubsub\"><collection node=\"%s\"><associate node=\"%s\"/></collection>"
        "</pubsub></iq>", a->id, p, instance, item);
}

static void watch(struct agent *a)
{
    struct epoll_event e = { .events = (a->muted ? 0 : EPOLLIN) | (a->want_out ? EPOLLOUT : 0), .data.ptr = a };
    epoll_ctl(ep, EPOLL_CTL_MOD, a->fd, &e);
}
static void flush_out(struct agent *a)
{
    while (a->out.offset < a->out.length) {
        ssize_t n = send(a->fd, a->out.at + a->out.offset, a->out.length - a->out.offset, MSG_NOSIGNAL);
        if (n < 0) { if (errno != EAGAIN) e_lost++; break; }
        a->out.offset += n; a->last_tx = now_ns();
    }
    if (a->out.offset == a->out.length) a->out.offset = a->out.length = 0;
    bool more = a->out.length > 0;
    if (more != a->want_out) { a->want_out = more; watch(a); }
}
static void dial(struct agent *a)
{
    struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(address_of(a->id)) };
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(opt_port) };
    inet_pton(AF_INET, opt_target, &to.sin_addr);
    a->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int one = 1; setsockopt(a->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    int small = 64 * 1024;                   /* else the kernel takes all that there is for who does not read */
    if (a->lagging) setsockopt(a->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    if (a->fd < 0 || bind(a->fd, (void *)&from, sizeof from)) die("cannot bind agent %d: %s", a->id, strerror(errno));
    if (connect(a->fd, (void *)&to, sizeof to) && errno != EINPROGRESS) die("cannot connect agent %d: %s", a->id, strerror(errno));
    a->want_out = true;
    struct epoll_event e = { .events = EPOLLIN | EPOLLOUT, .data.ptr = a };
    epoll_ctl(ep, EPOLL_CTL_ADD, a->fd, &e);
}

static const char *find(const char *from, const char *to, const char *what, size_t n)
{
    return to > from ? memmem(from, to - from, what, n) : NULL;
}
#define FIND(from, to, what) find(from, to, what, sizeof(what) - 1)

/* The same for long texts: looks for the octet at `rare` first, which few other places have, as memchr is ten times as fast as memmem. */
static const char *find_rare(const char *from, const char *to, const char *what, size_t n, size_t rare)
{
    for (const char *at = from + rare; to - at > 0 && (at = memchr(at, what[rare], to - at)); at++)
        if ((size_t)(to - at) >= n - rare && !memcmp(at - rare, what, n)) return at - rare;
    return NULL;
}
#define FIND_ITEM(from, to) find_rare(from, to, "<item id=", 9, 8)
#define FIND_END(from, to) find_rare(from, to, "</message>", 10, 2)

/* Reads 10.x.y.z/32.  Not by sscanf, which measures the whole buffer each time. */
static bool port_of(const char *at, const char *end, uint32_t *p)
{
    uint32_t value = 0, octet = 0;
    if (end - at < 3 || memcmp(at, "10.", 3)) return false;
    for (at += 3; at < end; at++) {
        if (*at >= '0' && *at <= '9') octet = octet * 10 + (*at - '0');
        else if (*at == '.' || *at == '/') { value = value << 8 | (octet & 255); octet = 0; if (*at == '/') { *p = value; return true; } }
        else return false;
    }
    return false;
}
static void learn(struct agent *a, const char *item, const char *end)
{
    items++;
    uint32_t p;
    if (!port_of(item, end, &p)) { e_unknown++; return; }
    if (p >= (uint32_t)(opt_agents * opt_ports) || !place[port_network(p) * opt_agents + a->id]) { e_unknown++; return; }
    const char *label = FIND(item, end, "<label>"), *hop = FIND(item, end, "<address>");
    hop = hop ? FIND(hop + 9, end, "<next-hop>") ? FIND(FIND(hop + 9, end, "<next-hop>"), end, "<address>") : NULL : NULL;
    if (hop) {
        struct in_addr h; char text[16] = { 0 }; size_t n = strcspn(hop + 9, "<");
        if (n < sizeof text) memcpy(text, hop + 9, n);
        if (!inet_aton(text, &h) || ntohl(h.s_addr) != address_of(p / opt_ports)) e_next_hop++;
    } else e_next_hop++;
    uint32_t found = label ? strtoul(label + 7, NULL, 10) : 0;
    if (a->lagging) { a->labels[p] = found; return; }
    uint64_t bit = 1ull << (p & 63);
    if (!(a->seen[p >> 6] & bit)) {
        a->seen[p >> 6] |= bit; deliveries++;
        if (++a->held == a->wanted) complete++;
        if (!churning && found != ports[p].label) e_label++;
    }
    if (churning && ports[p].waiting && ports[p].missing && found == ports[p].label && ports[p].waiting[a->id]) {
        ports[p].waiting[a->id] = false; deliveries++;
        if (!--ports[p].missing) {
            outstanding--;
            if (sample_count < sample_capacity) samples[sample_count++] = (now_ns() - ports[p].changed_at) / 1e6;
        }
    }
}
static void stanza(struct agent *a, const char *from, const char *to)
{
    stanzas++;
    const char *node = FIND(from, to, "<items node=\"");
    if (!node) node = FIND(from, to, "<items node='");
    if (!node) return;
    if (!strncmp(node + 13, "0/0/EndOfRib", 12)) { if (!a->end_of_rib) { a->end_of_rib = true; ended += !a->lagging; } return; }
    const char *first = memchr(node, '>', to - node);
    if (first && FIND(first, to - first > 10 ? first + 10 : to, "<retract ")) { retracts++; e_retract++; return; }
    const char *item = FIND_ITEM(node, to);
    while (item) {
        const char *next = item + SHORTEST_ITEM < to ? FIND_ITEM(item + SHORTEST_ITEM, to) : NULL;
        learn(a, item + 10, next ? next : to);
        if (!next && FIND(item, to, "<retract ")) { retracts++; e_retract++; }
        item = next;
    }
}
/* What is left of the last chunk goes before the new one, so that only the beginnings of stanzas are ever copied. */
static void receive(struct agent *a)
{
    static char *chunk; static size_t capacity;
    size_t kept = a->in.length;
    if (capacity < kept + CHUNK) {
        capacity = (kept + CHUNK) * 2;
        if (!(chunk = realloc(chunk, capacity))) die("out of memory");
    }
    size_t room = a->muted && a->credit < CHUNK ? (size_t)a->credit : CHUNK;
    if (!room) return;
    ssize_t n = recv(a->fd, chunk + kept, room, 0);
    if (n > 0) { a->credit -= a->muted ? n : 0; a->taken += n; }
    if (n <= 0) { if (n == 0 || errno != EAGAIN) { e_lost++; epoll_ctl(ep, EPOLL_CTL_DEL, a->fd, NULL); } return; }
    bytes += n;
    if (kept + n > MAX_STANZA) die("agent %d: a stanza of more than %u octets", a->id, MAX_STANZA);
    if (kept) memcpy(chunk, a->in.at, kept);
    char *from = chunk, *end = chunk + kept + n;
    char *look = chunk + (kept > 10 ? kept - 10 : 0);
    if (a->state == OPENING) {
        char *open = (char *)FIND(from, end, "<stream:stream");
        char *close = open ? memchr(open, '>', end - open) : NULL;
        if (close) { from = look = close + 1; a->state = UP; up++; }
    }
    for (char *close; a->state == UP && (close = (char *)FIND_END(look, end)); ) {
        stanza(a, from, close);
        from = look = close + 10;
    }
    a->in.length = 0;
    append(&a->in, from, end - from);
}
static void pump(int wait_ms)
{
    struct epoll_event events[256];
    int n = epoll_wait(ep, events, 256, wait_ms);
    for (int i = 0; i < n; i++) {
        struct agent *a = events[i].data.ptr;
        if (a->state == CONNECTING && events[i].events & (EPOLLOUT | EPOLLERR)) {
            int error = 0; socklen_t l = sizeof error; getsockopt(a->fd, SOL_SOCKET, SO_ERROR, &error, &l);
            if (error) die("agent %d cannot connect: %s", a->id, strerror(error));
            a->state = OPENING;
            say(a, "<?xml version=\"1.0\"?><stream:stream from=\"agent-%d\" to=\"" CONTROL "\" version=\"1.0\" xml:lang=\"en\" "
                "xmlns=\"jabber:client\" xmlns:stream=\"http://etherx.jabber.org/streams\">", a->id);
        }
        if (events[i].events & EPOLLOUT) flush_out(a);
        if (a->muted && events[i].events & (EPOLLHUP | EPOLLERR)) { e_lost++; epoll_ctl(ep, EPOLL_CTL_DEL, a->fd, NULL); continue; }
        if (events[i].events & (EPOLLIN | EPOLLHUP)) receive(a);
    }
    static uint64_t fed; uint64_t fed_before = fed;
    if (opt_slow && now_ns() - fed > 50000000ull) {
        fed = now_ns();
        for (int i = healthy; i < healthy + opt_slow; i++)
            if (agents[i].muted && fed_before) { agents[i].credit = (fed - fed_before) / 1e9 * opt_slow_rate; receive(&agents[i]); }
    }
    static uint64_t checked; uint64_t now = now_ns();
    if (now - checked > 1000000000ull) {
        checked = now;
        for (int i = 0; i < opt_agents; i++)
            if (agents[i].state == UP && now - agents[i].last_tx > 20000000000ull) { append(&agents[i].out, " ", 1); flush_out(&agents[i]); }
    }
}
static double cpu_of(int pid, long *rss, long *peak)
{
    char f[64], line[512]; double cpu = 0;
    snprintf(f, sizeof f, "/proc/%d/status", pid);
    FILE *s = fopen(f, "r");
    while (s && fgets(line, sizeof line, s)) { sscanf(line, "VmRSS: %ld", rss); sscanf(line, "VmHWM: %ld", peak); }
    if (s) fclose(s);
    snprintf(f, sizeof f, "/proc/%d/stat", pid);
    if ((s = fopen(f, "r"))) {
        char buf[1024]; size_t l = fread(buf, 1, sizeof buf - 1, s); buf[l] = 0; fclose(s);
        unsigned long u, k; char *r = strrchr(buf, ')');
        if (r && sscanf(r + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &u, &k) == 2) cpu = (double)(u + k) / sysconf(_SC_CLK_TCK);
    }
    return cpu;
}
static double self_cpu(void)
{
    struct rusage r; getrusage(RUSAGE_SELF, &r);
    return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}
static int by_value(const void *a, const void *b) { double x = *(double *)a, y = *(double *)b; return x < y ? -1 : x > y; }
static double percentile(double q) { return sample_count ? samples[(size_t)(q * (sample_count - 1))] : -1; }

static void change(uint32_t p)
{
    struct port *port = &ports[p];
    int n = port_network(p);
    if (!port->waiting) port->waiting = calloc(opt_agents, sizeof *port->waiting);
    port->missing = 0;
    for (int a = 0; a < healthy; a++)
        if ((port->waiting[a] = place[n * opt_agents + a])) port->missing++;
    port->label = port->label < 500000 ? port->label + 500000 : port->label + 1;
    outstanding++;
    publish(p);
    port->changed_at = now_ns();
    flush_out(&agents[p / opt_ports]);
}
static void usage(void)
{
    fputs("usage: xmppbench [options]\n"
          "  --port P (5269)  --target A, in 127/8 (127.0.0.1)  --pid PID of the control node, for CPU and memory  --name NAME\n"
          "  --agents A (1000)  --ports P of each (20)  --networks N (50)  --member M, networks of each agent (5)\n"
          "  --rate R, changes a second (1000)  --churn S, seconds, 0 = none (10)  --timeout S of a phase (120)\n"
          "  --stuck S (0): the last S agents read nothing until all else is done  --slow S (0): so many before them read\n"
          "  --slow-rate B octets a second (50000)  --at-once: all sessions are set up at the same moment, not 64 at a time\n"
          "  --no-end-of-rib  do not wait for it\n", stderr);
    exit(2);
}
int main(int argc, char **argv)
{
    static struct option lo[] = { {"port", 1, 0, 'p'}, {"target", 1, 0, 't'}, {"pid", 1, 0, 'i'}, {"name", 1, 0, 'n'}, {"agents", 1, 0, 'a'},
        {"ports", 1, 0, 'P'}, {"networks", 1, 0, 'N'}, {"member", 1, 0, 'm'}, {"rate", 1, 0, 'r'}, {"churn", 1, 0, 'c'}, {"timeout", 1, 0, 'o'},
        {"no-end-of-rib", 0, 0, 'e'}, {"stuck", 1, 0, 's'}, {"slow", 1, 0, 'l'}, {"slow-rate", 1, 0, 'L'}, {"at-once", 0, 0, 'O'}, {0, 0, 0, 0} };
    for (int o; (o = getopt_long(argc, argv, "", lo, NULL)) != -1; ) switch (o) {
        case 'p': opt_port = atoi(optarg); break; case 't': opt_target = optarg; break; case 'i': opt_pid = atoi(optarg); break;
        case 'n': opt_name = optarg; break; case 'a': opt_agents = atoi(optarg); break; case 'P': opt_ports = atoi(optarg); break;
        case 'N': opt_networks = atoi(optarg); break; case 'm': opt_member = atoi(optarg); break; case 'r': opt_rate = atoi(optarg); break;
        case 'c': opt_churn = atof(optarg); break; case 'o': opt_timeout = atof(optarg); break; case 'e': opt_wait_rib = false; break;
        case 's': opt_stuck = atoi(optarg); break; case 'l': opt_slow = atoi(optarg); break; case 'L': opt_slow_rate = atoi(optarg); break;
        case 'O': opt_at_once = true; break;
        default: usage();
    }
    healthy = opt_agents - opt_stuck - opt_slow;
    if (opt_stuck < 0 || opt_slow < 0 || healthy < 1 || opt_slow_rate < 1000) die("one agent at least must read as it can");
    if (strncmp(opt_target, "127.", 4)) die("--target must be in 127.0.0.0/8");
    if (opt_agents < 1 || opt_agents > 4000 || opt_ports < 1 || opt_ports > 1000 || opt_networks < 1 || opt_networks > 1000
        || opt_member < 1 || opt_member > MAX_MEMBER || opt_member > opt_ports || opt_rate < 1) die("value out of range");
    uint32_t all = opt_agents * opt_ports;
    struct rlimit files = { opt_agents + 64, opt_agents + 64 }, now_files;
    getrlimit(RLIMIT_NOFILE, &now_files);
    if (now_files.rlim_cur < files.rlim_cur) { files.rlim_max = now_files.rlim_max; setrlimit(RLIMIT_NOFILE, &files); }
    agents = calloc(opt_agents, sizeof *agents); ports = calloc(all, sizeof *ports);
    place = calloc((size_t)opt_networks * opt_agents, sizeof *place);
    sample_capacity = (size_t)(opt_rate * (opt_churn + 1)) + 1; samples = calloc(sample_capacity, sizeof *samples);
    uint32_t *in_network = calloc(opt_networks, sizeof *in_network);
    for (uint32_t p = 0; p < all; p++) { ports[p].label = first_label(p); in_network[port_network(p)]++; }
    uint64_t total = 0;
    for (int a = 0; a < opt_agents; a++) {
        agents[a].id = a; agents[a].seen = calloc(all / 64 + 1, 8);
        for (int k = 0; k < opt_member; k++) {
            int n = network_of(a, k);
            if (place[n * opt_agents + a]) die("agent %d is twice in network %d: choose other numbers", a, n);
            place[n * opt_agents + a] = 1; agents[a].wanted += in_network[n];
        }
        agents[a].lagging = a >= healthy;
        if (agents[a].lagging) agents[a].labels = calloc(all, sizeof *agents[a].labels); else total += agents[a].wanted;
    }
    ep = epoll_create1(EPOLL_CLOEXEC);

    uint64_t t0 = now_ns(), limit = t0 + (uint64_t)(opt_timeout * 1e9);
    for (int next = 0; up < opt_agents && now_ns() < limit && !e_lost; ) {
        while (next < opt_agents && (opt_at_once || next - up < 64)) dial(&agents[next++]);
        pump(20);
    }
    if (up < opt_agents) die("only %d of %d agents are up, %lu lost", up, opt_agents, e_lost);
    for (int a = 0; a < opt_agents; a++) { for (int k = 0; k < opt_member; k++) subscribe(&agents[a], k); flush_out(&agents[a]); }
    double establish = (now_ns() - t0) / 1e9;
    fprintf(stderr, "  %d agents up%s in %.3f s\n", up, opt_at_once ? ", all at once," : "", establish);
    for (int a = healthy; a < opt_agents; a++) { agents[a].muted = true; watch(&agents[a]); }
    for (uint64_t until = now_ns() + 1000000000ull; now_ns() < until; ) pump(20);

    long rss = 0, peak = 0; double cpu0 = opt_pid ? cpu_of(opt_pid, &rss, &peak) : 0, self0 = self_cpu();
    for (uint32_t p = 0; p < all; p++) publish(p);
    t0 = now_ns(); limit = t0 + (uint64_t)(opt_timeout * 1e9);
    for (int a = 0; a < opt_agents; a++) flush_out(&agents[a]);
    while (complete < healthy && now_ns() < limit && !e_lost) pump(20);
    double secs = (now_ns() - t0) / 1e9;
    double cpu1 = opt_pid ? cpu_of(opt_pid, &rss, &peak) : 0, self1 = self_cpu();
    uint64_t delivered = deliveries, rx = bytes, sent_stanzas = stanzas, sent_items = items; long rss_loaded = rss, peak_loaded = peak;
    while (opt_wait_rib && ended < healthy && now_ns() < limit && !e_lost) pump(20);
    double rib = (now_ns() - t0) / 1e9;
    bool converged = complete == healthy && (!opt_wait_rib || ended == healthy) && delivered == total;

    uint64_t changes = 0; double churn_secs = 0;
    if (converged && opt_churn > 0) {
        churning = true; srandom(1); deliveries = 0;
        t0 = now_ns(); uint64_t until = t0 + (uint64_t)(opt_churn * 1e9);
        for (uint64_t now; (now = now_ns()) < until && !e_lost; ) {
            uint64_t due = (now - t0) / 1e9 * opt_rate;
            while (changes < due) {
                uint32_t p = random() % all;
                if (ports[p].missing) p = (p + 1) % all;
                if (ports[p].missing) break;
                change(p); changes++;
            }
            pump(1);
        }
        for (limit = now_ns() + 30000000000ull; outstanding && now_ns() < limit && !e_lost; ) pump(5);
        churn_secs = (now_ns() - t0) / 1e9;
        qsort(samples, sample_count, sizeof *samples, by_value);
    }
    double cpu2 = opt_pid ? cpu_of(opt_pid, &rss, &peak) : 0, self2 = self_cpu();
    /* those who lag read on, and must come to hold what is true now */
    uint64_t lag_bytes = 0, lag_wrong = 0, lag_began = now_ns();
    for (int a = healthy; a < opt_agents; a++) { agents[a].muted = false; watch(&agents[a]); }
    do {
        if (healthy < opt_agents) pump(20);
        lag_wrong = lag_bytes = 0;
        for (int a = healthy; a < opt_agents; a++) {
            lag_bytes += agents[a].taken;
            for (uint32_t p = 0; p < all; p++) lag_wrong += place[port_network(p) * opt_agents + a] && agents[a].labels[p] != ports[p].label;
        }
    } while (lag_wrong && !e_lost && now_ns() - lag_began < 60000000000ull);
    double lag_secs = (now_ns() - lag_began) / 1e9;
    uint64_t errors = lag_wrong + e_label + e_next_hop + e_unknown + e_retract + e_lost + outstanding;
    bool ok = converged && !errors;
    printf("{\"name\":\"%s\",\"ok\":%s,\"agents\":%d,\"routes\":%u,\"deliveries\":%lu,\"expected\":%lu,\"establish_s\":%.3f,\"converge_s\":%.3f,"
           "\"deliveries_per_s\":%.0f,\"end_of_rib_s\":%.3f,\"items\":%lu,\"stanzas\":%lu,\"rx_bytes\":%lu,\"cpu_s\":%.2f,\"bench_cpu_s\":%.2f,\"rss_kib\":%ld,\"peak_kib\":%ld,"
           "\"churn\":{\"changes\":%lu,\"secs\":%.3f,\"measured\":%zu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"cpu_s\":%.2f,\"bench_cpu_s\":%.2f},"
           "\"lag\":{\"stuck\":%d,\"slow\":%d,\"slow_rate\":%d,\"wrong\":%lu,\"catch_up_s\":%.3f,\"rx_bytes\":%lu},\"errors\":{\"label\":%lu,\"next_hop\":%lu,\"unknown\":%lu,\"retract\":%lu,\"lost\":%lu,\"outstanding\":%u}}\n",
           opt_name, ok ? "true" : "false", opt_agents, all, delivered, total, establish, secs, delivered / secs, rib, sent_items, sent_stanzas, rx,
           cpu1 - cpu0, self1 - self0, rss_loaded, peak_loaded, changes, churn_secs, sample_count, percentile(.5), percentile(.99), percentile(1),
           cpu2 - cpu1, self2 - self1, opt_stuck, opt_slow, opt_slow_rate, lag_wrong, lag_secs, lag_bytes, e_label, e_next_hop, e_unknown, e_retract, e_lost, outstanding);
    fprintf(stderr, "  %d agents, %u routes: %lu of %lu deliveries in %.3f s, %.0f/s, End-of-RIB after %.3f s; cpu %.2f s (bench %.2f s), %ld MiB, peak %ld MiB\n",
            opt_agents, all, delivered, total, secs, delivered / secs, rib, cpu1 - cpu0, self1 - self0, rss_loaded >> 10, peak_loaded >> 10);
    if (changes)
        fprintf(stderr, "  %lu changes at %d/s: p50 %.2f ms, p99 %.2f ms, max %.2f ms; cpu %.2f s (bench %.2f s)\n",
                changes, opt_rate, percentile(.5), percentile(.99), percentile(1), cpu2 - cpu1, self2 - self1);
    if (healthy < opt_agents)
        fprintf(stderr, "  %d stuck, %d slow: hold what is true %.3f s after they read on, %.1f MB were said to them; peak %ld MiB\n",
                opt_stuck, opt_slow, lag_secs, lag_bytes / 1e6, peak >> 10);
    if (errors) fprintf(stderr, "  ERRORS label %lu next hop %lu unknown %lu retract %lu lost %lu outstanding %u\n",
                        e_label, e_next_hop, e_unknown, e_retract, e_lost, outstanding);
    return ok ? 0 : 1;
}
