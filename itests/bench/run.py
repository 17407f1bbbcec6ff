#!/usr/bin/env python3
"""Run vpnbench scenarios against DUT launchers, interleaved, and append JSON lines.

  run.py [--duts minitrail,bird,frr] [--scenarios load100k,...] [--runs 3]
         [--by-round] [--out results/results.jsonl] [--budget SECONDS]

Round r runs every DUT on a scenario before round r+1 starts, so slow drift of a
noisy machine hits all DUTs alike; with --by-round it runs every scenario too, to
compare scenarios.  Each run gets a fresh DUT process, which is
stopped by its PID (SIGTERM, then SIGKILL after 5 s, with its descendants).
"""
import argparse, json, os, shlex, signal, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
DUMPS = {
    'inspect': '/v1/inspect/routes',
    'introspect': '/Snh_ShowRouteReq',
    'table': '/Snh_ShowRouteReq?routing_table=bgp.l3vpn.0',
}
S = {
    # name: vpnbench arguments
    'load100k':   '--routes 100000 --injectors 2 --collectors 2 --latency 2000 --latency-budget 12 --reannounce --timeout 60',
    'shared100k': '--routes 100000 --injectors 2 --collectors 2 --latency 0 --shared --nexthops 16 --timeout 60',
    'load500k':   '--routes 500000 --per-update 10 --injectors 2 --collectors 2 --latency 0 --timeout 90',
    'load1m':     '--routes 1000000 --injectors 2 --collectors 2 --latency 0 --timeout 150',
    # settle 4 s: FRR holds a new update subgroup back for 1 s (its coalesce timer)
    'fanout50':   '--routes 20000 --injectors 1 --collectors 50 --latency 0 --settle 4000 --timeout 60',
    'fanout50cold': '--routes 20000 --injectors 1 --collectors 50 --latency 0 --settle 1000 --timeout 60',
    'fanout100':  '--routes 20000 --injectors 1 --collectors 100 --latency 0 --settle 4000 --timeout 60',
    'latency':    '--routes 1000 --injectors 1 --collectors 1 --latency 2000 --latency-budget 12 --timeout 20',
    # one of 100 collectors reads nothing, or 50 kB/s, beside the same fan-out to 100 that read (--by-round)
    'all100':   '--routes 20000 --injectors 1 --collectors 100 --reannounce-rounds 10 --latency 0 --timeout 60',
    'stuck100': '--routes 20000 --injectors 1 --collectors 100 --reannounce-rounds 10 --latency 0 --timeout 60 --stuck 1',
    'slow100':  '--routes 20000 --injectors 1 --collectors 100 --reannounce-rounds 10 --latency 0 --timeout 60 --slow 1',
    # all sessions at the same moment
    'atonce100': '--routes 2000 --injectors 1 --collectors 99 --at-once --latency 0 --timeout 60',
    # single changes of 100 000 routes while somebody reads the whole table, again and again
    **{kind + name: '--routes 100000 --injectors 2 --collectors 2 ' + changes + ' --timeout 60 --beside '
       + shlex.quote(f'while curl -sSf -o /dev/null -w "%{{size_download}} %{{time_total}}\\n" "http://127.0.0.1:@CONTROL@{path}" >>@RUN@/dumps; do :; done')
       for name, path in DUMPS.items()
       for kind, changes in {'dump-': '--latency 16000 --latency-gap 500 --latency-budget 60',
                             # hardly any changes: how long a dump takes (the file "dumps" in its directory has octets and seconds)
                             'dump-alone-': '--latency 160 --latency-gap 100000 --latency-budget 60'}.items()},
    # the same beside a process that has nothing to do with the DUT but keeps one core busy
    'dump-none': '--routes 100000 --injectors 2 --collectors 2 --latency 16000 --latency-gap 500 --latency-budget 60 --timeout 60 --beside "while :; do :; done"',
    'smoke':      '--routes 2000 --injectors 2 --collectors 2 --latency 100 --reannounce --timeout 10',
}
# OpenBGPD 7.7 neither withdraws a VPNv4 route nor replaces its label (see README): load phase only.
EXTRA = {'openbgpd': '--no-withdraw --latency 0', }
DROP = {'openbgpd': {'--reannounce'}}
EXTRA_SC = {('relay-splice', s): '--injectors 1 --collectors 1' for s in S}


def descendants(pid):
    kids, out = {}, [pid]
    for d in os.listdir('/proc'):
        if d.isdigit():
            try:
                kids.setdefault(int(open(f'/proc/{d}/stat').read().rsplit(')', 1)[1].split()[1]), []).append(int(d))
            except OSError:
                pass
    for p in out:
        out += kids.get(p, [])
    return out


def alive(pid):
    try:
        return open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False


def stop(pid):
    ps = descendants(pid)
    for sig, wait in ((signal.SIGTERM, 5), (signal.SIGKILL, 3)):
        for p in (ps[:1] if sig == signal.SIGTERM else ps):
            if alive(p):
                os.kill(p, sig)
        end = time.time() + wait
        while time.time() < end and any(map(alive, ps)):
            time.sleep(0.05)
        if not any(map(alive, ps)):
            return


def one(dut, sc, port, rnd):
    env = dict(os.environ)
    script = dut
    if dut.startswith('relay-'):
        script, env['RELAY_MODE'] = 'relay', dut.split('-')[1]
    rundir = os.path.join(HERE, 'run', f'{dut}')
    env['CONTROL'] = str(port + 100)
    dumps = os.path.join(rundir, 'dumps')
    if os.path.exists(dumps):
        os.remove(dumps)
    l = subprocess.run([os.path.join(HERE, 'duts', script + '.sh'), str(port), rundir], env=env,
                       stdout=subprocess.PIPE, text=True, timeout=300)  # it may build the DUT
    if l.returncode:
        return {'name': dut, 'tag': sc, 'ok': False, 'error': 'launcher failed'}
    pid = int(l.stdout.split()[-1])
    try:
        args = [a.replace('@CONTROL@', env['CONTROL']).replace('@RUN@', rundir) for a in shlex.split(S[sc]) if a not in DROP.get(dut, ())]
        args += EXTRA.get(dut, '').split() + EXTRA_SC.get((dut, sc), '').split()
        r = subprocess.run([os.path.join(HERE, 'vpnbench'), '--port', str(port), '--pid', str(pid), '--name', dut, '--tag', sc] + args,
                           stdout=subprocess.PIPE, text=True, timeout=500)
        j = json.loads(r.stdout) if r.stdout.strip() else {'name': dut, 'tag': sc, 'ok': False, 'error': f'rc {r.returncode}'}
    except subprocess.TimeoutExpired:
        j = {'name': dut, 'tag': sc, 'ok': False, 'error': 'harness timeout'}
    finally:
        stop(pid)
    if os.path.exists(dumps):
        rows = [l.split() for l in open(dumps)]
        j['dumps'] = {'n': len(rows), 'bytes': max((int(b) for b, _ in rows), default=0), 'secs': [float(t) for _, t in rows]}
        print('  dumps', len(rows), 'of', j['dumps']['bytes'], 'octets, s:', ' '.join(t for _, t in rows)[:200], file=sys.stderr)
    j['round'], j['time'], j['loadavg'] = rnd, time.time(), os.getloadavg()[0]
    return j


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--duts', default='minitrail,bird,frr')
    a.add_argument('--scenarios', default='load100k,load500k,fanout50')
    a.add_argument('--runs', type=int, default=3)
    a.add_argument('--by-round', action='store_true', help='every scenario once, then every scenario again')
    a.add_argument('--port', type=int, default=17950)
    a.add_argument('--out', default=os.path.join(HERE, 'results', 'results.jsonl'))
    a.add_argument('--budget', type=float, default=1e9, help='start no run after this many seconds')
    o = a.parse_args()
    subprocess.run(['make', '-s', '-C', HERE], check=True)
    os.makedirs(os.path.dirname(os.path.abspath(o.out)), exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))     # so that 'finally' stops the DUT
    t0, port = time.time(), o.port
    scenarios = o.scenarios.split(',')
    order = ([(sc, rnd) for rnd in range(o.runs) for sc in scenarios[rnd % len(scenarios):] + scenarios[:rnd % len(scenarios)]] if o.by_round
             else [(sc, rnd) for sc in scenarios for rnd in range(o.runs)])
    for sc, rnd in order:
        duts = o.duts.split(',')
        for dut in duts[rnd % len(duts):] + duts[:rnd % len(duts)]:
            if time.time() - t0 > o.budget:
                print('budget spent', file=sys.stderr)
                return
            port = o.port + (port - o.port + 1) % 40
            j = one(dut, sc, port, rnd)
            with open(o.out, 'a') as f:
                f.write(json.dumps(j) + '\n')
            if not j.get('ok'):
                print('  FAILED', dut, sc, j.get('error', j.get('note')), file=sys.stderr)
            time.sleep(0.5)


if __name__ == '__main__':
    main()
