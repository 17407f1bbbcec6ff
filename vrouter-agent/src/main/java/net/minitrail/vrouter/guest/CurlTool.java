package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;

/** {@code curl [-s] http://ADDRESS[:PORT]/PATH}: prints what is there. Thread-safe. */
final class CurlTool implements Tool {
    private static final Pattern URL = Pattern.compile("(?:http://)?([0-9.]{7,15})(?::([0-9]{1,5}))?(/[!-~]*)?");
    private static final int PATIENCE_SECONDS = 130;
    private static final int FAILED_TO_CONNECT = 7;

    private final Guest guest;
    private final LoopQuery query;

    CurlTool(Guest guest, LoopQuery query) {
        this.guest = guest;
        this.query = query;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        List<String> urls = words.stream().filter(word -> !word.equals("-s")).toList();
        Matcher url = URL.matcher(urls.size() == 1 ? urls.get(0) : "");
        if (!url.matches()) {
            throw new CommandException(2, "Usage: curl [-s] http://ADDRESS[:PORT]/PATH");
        }
        int port = url.group(2) == null ? 80 : CallEnd.port("curl", url.group(2));
        var end = new CallEnd(CallEnd.address("curl", url.group(1)), null, port);
        String path = url.group(3) == null ? "/" : url.group(3);
        List<HttpCall> begun = query.ask(() -> {
            HttpCall call = guest.tcp().http(end, path);
            return call == null ? List.of() : List.of(call);
        });
        HttpCall.Result result =
                begun.isEmpty() ? new HttpCall.Result(0, "Network is unreachable") : await(begun.get(0), out);
        if (result.status() == 0) {
            throw new CommandException(
                    FAILED_TO_CONNECT,
                    "curl: (7) Failed to connect to %s port %d: %s".formatted(end.host(), port, result.text()));
        }
        begun.get(0).linger().await(out);
        out.accept(result.text());
        return 0;
    }

    private HttpCall.Result await(HttpCall call, Consumer<String> out) throws InterruptedException {
        try {
            for (int second = 0; second < PATIENCE_SECONDS; second++) {
                HttpCall.Result result = call.results().poll(1, TimeUnit.SECONDS);
                if (result != null) {
                    return result;
                }
                out.accept(""); // a sign of life, to notice a reader who left
            }
            return new HttpCall.Result(0, "Connection timed out");
        } finally {
            query.ask(() -> {
                call.close();
                return true;
            });
        }
    }
}
