package net.minitrail.itests.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.minitrail.itests.peer.AdjRibIn;
import net.minitrail.itests.peer.Octets;
import net.minitrail.itests.peer.PeerConnection;
import net.minitrail.itests.peer.RouteKey;
import org.jspecify.annotations.Nullable;

/**
 * A peer that does something at random every tenth of a second until it is told to stop; then it comes up for good, says
 * what it holds, and only keeps its session alive. Runs on a thread of its own.
 */
final class Flapper implements Runnable {
    private static final int LONGEST_PAUSE_MILLIS = 200;
    private static final long KEEPALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SHORT_HOLD_TIME = 3;
    private static final int LONG_HOLD_TIME = 90;

    private final Role role;
    private final InetSocketAddress controller;
    private final Chance chance;
    private final CountDownLatch settle;
    private final CountDownLatch leave;
    private final Holdings holdings;
    private final Tally tally;
    private volatile @Nullable PeerConnection connection;
    private volatile boolean settled;
    private long lastKeepalive = System.nanoTime();
    private long readingAgain;
    private int holdTime;

    Flapper(
            Role role,
            InetSocketAddress controller,
            long seed,
            CountDownLatch settle,
            CountDownLatch leave,
            Tally tally) {
        this.role = role;
        this.controller = controller;
        this.settle = settle;
        this.leave = leave;
        this.tally = tally;
        chance = new Chance(role, seed);
        holdings = new Holdings(role);
    }

    /** A peer that has only the final state of another, and says it to another controller. */
    Flapper(Flapper model, InetSocketAddress controller) {
        this(model.role, controller, 0, new CountDownLatch(0), model.leave, model.tally);
        holdings.routes.putAll(model.holdings.routes);
        holdings.targets.addAll(model.holdings.targets);
    }

    Role role() {
        return role;
    }

    /** To be read once it only keeps its session alive. */
    Holdings holdings() {
        return holdings;
    }

    @Nullable
    PeerConnection connection() {
        return connection;
    }

    /** Whether it is up for good. */
    boolean hasSettled() {
        return settled;
    }

    /** What it was told of a route. */
    AdjRibIn.@Nullable Held held(RouteKey key) {
        PeerConnection session = connection;
        return session == null ? null : session.received().routes().get(key.id());
    }

    @Override
    public void run() {
        try {
            while (!settle.await(chance.random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                try {
                    step();
                } catch (IOException e) {
                    tally.count(connection == null ? "refused" : "lost");
                    lost();
                }
            }
            settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws IOException, InterruptedException {
        PeerConnection session = connection;
        if (session == null || !session.isUp()) {
            lost();
            holdTime = chance.oneIn(4) ? SHORT_HOLD_TIME : LONG_HOLD_TIME;
            connection = PeerConnection.open(role.address(), controller, role.open(holdTime));
            tally.count("session");
            change(40);
            if (role.constrained()) {
                holdings.targets.add(chance.target());
            }
            holdings.announce(connection);
            return;
        }
        keepAlive(session);
        if (readingAgain != 0 && System.nanoTime() - readingAgain > 0) {
            session.setReading(true);
            readingAgain = 0;
        }
        act(session, chance.random.nextInt(100));
    }

    private void act(PeerConnection session, int dice) throws IOException, InterruptedException {
        if (dice < 40) {
            tally.count("announce");
            for (RouteKey key : change(20)) {
                session.send(holdings.routes.get(key).announcement(key));
            }
        } else if (dice < 65) {
            tally.count("withdraw");
            for (RouteKey key : List.copyOf(holdings.routes.keySet())) {
                if (chance.oneIn(4)) {
                    holdings.routes.remove(key);
                    session.send(key.withdrawal());
                }
            }
        } else if (dice < 75) {
            changeMembership(session);
        } else if (dice < 80) {
            tally.count("refresh");
            session.send(role.families()
                    .get(chance.random.nextInt(role.families().size()))
                    .refresh());
        } else if (dice < 83) {
            tally.count("slow-reading");
            session.setReading(false);
            readingAgain = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(chance.random.nextInt(3000));
        } else if (dice < 90) {
            leave(session, dice);
        }
    }

    private void leave(PeerConnection session, int dice) throws IOException, InterruptedException {
        switch (dice) {
            case 83, 84 -> {
                tally.count("fin");
                session.close();
            }
            case 85, 86 -> {
                tally.count("rst");
                session.reset();
            }
            case 87 -> {
                tally.count("cease");
                session.cease();
            }
            case 88 -> {
                tally.count("half-a-message");
                byte[] whole = chance.offer().announcement(chance.key());
                session.send(Arrays.copyOf(whole, whole.length / 2));
                session.reset();
            }
            default -> {
                boolean silent = holdTime == SHORT_HOLD_TIME;
                tally.count(silent ? "silence" : "bad-message");
                session.setReading(true);
                if (!silent) {
                    session.send(new Octets().message(7));
                }
                tally.ended(session.end()
                        .completeOnTimeout("nothing", 20, TimeUnit.SECONDS)
                        .join());
            }
        }
    }

    /** Makes up routes, or something new of those there are, and answers which. */
    private List<RouteKey> change(int most) {
        var changed = new LinkedHashSet<RouteKey>();
        for (int i = chance.random.nextInt(most); i >= 0; i--) {
            RouteKey key = chance.key();
            holdings.routes.put(key, chance.offer());
            changed.add(key);
        }
        return List.copyOf(changed);
    }

    private void changeMembership(PeerConnection session) throws IOException {
        if (!role.constrained()) {
            return;
        }
        tally.count("membership");
        long target = chance.oneIn(8) ? Holdings.DEFAULT : chance.target();
        boolean wanted = holdings.targets.add(target);
        if (!wanted) {
            holdings.targets.remove(target);
        }
        session.send(holdings.membership(target, wanted));
    }

    private void lost() {
        PeerConnection former = connection;
        if (former != null) {
            former.setReading(true);
        }
        readingAgain = 0;
        connection = null;
        holdings.clear();
    }

    private void keepAlive(PeerConnection session) throws IOException {
        if (System.nanoTime() - lastKeepalive > KEEPALIVE_NANOS) {
            session.sendKeepalive();
            lastKeepalive = System.nanoTime();
        }
    }

    /** Comes up with what it holds, as often as it takes, and stays. */
    private void settle() throws InterruptedException {
        while (true) {
            PeerConnection session = connection;
            try {
                if (session == null || !session.isUp() || holdTime != LONG_HOLD_TIME) {
                    if (session != null) {
                        session.close();
                    }
                    session = PeerConnection.open(role.address(), controller, role.open(LONG_HOLD_TIME));
                    holdTime = LONG_HOLD_TIME;
                    holdings.announce(session);
                    connection = session;
                }
                session.setReading(true);
                session.sendKeepalive();
                settled = true;
            } catch (IOException e) {
                tally.count("tried-again");
            }
            if (leave.await(1, TimeUnit.SECONDS)) {
                close();
                return;
            }
        }
    }

    private void close() {
        PeerConnection last = connection;
        if (last != null) {
            try {
                last.cease();
            } catch (IOException e) {
                tally.count("left-alone");
            }
        }
    }
}
