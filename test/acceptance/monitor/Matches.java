import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import software.amazon.event.ruler.Ruler;

/** For each pair of an event and a pattern in a file, whether EventBridge's own implementation matches them. */
public final class Matches {
    public static void main(final String[] args) throws Exception {
        for (JsonNode pair : new ObjectMapper().readTree(new File(args[0]))) {
            System.out.println(Ruler.matchesRule(pair.get(0).toString(), pair.get(1).toString()));
        }
    }
}
