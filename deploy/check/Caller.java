import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An EHR, its FHIR server and a reader of Prometheus, for {@code .ci/image}. Each command prints a line and ends with 0 if what it asked for
 * was so. The environment says where the request bodies (BODIES) and keys (KEYS) lie, for which address tokens are made (AUDIENCE; none
 * are sent without it), and which certificate is trusted (CERTIFICATE).
 */
public final class Caller {
    private static final String SERVICE = "/cds-services/cervical-patient-view";
    private static final String ISSUER = "https://ehr.example.org";
    private static final String FALL = "v01-fall-fused-as";
    private static final String WITH_OVERRIDE = "radiculopathy-tingling-hand";
    private static final List<String> PATIENTS = List.of(
            FALL, "as-fall-long-ago", "as-well-controlled", "by-01", "by-02", WITH_OVERRIDE, "v08-stiff-neck-fever", "chronic-neck-pain");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String AUDIENCE = System.getenv("AUDIENCE");

    private final HttpClient http = client();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();

    private record Answer(int status, String text, String replica, double millis) {
        JsonNode json() {
            return JSON.readTree(text);
        }

        /** Of the cards, or -1 where the call was not answered by any. */
        int cards() {
            return status == 200 ? json().path("cards").size() : -1;
        }
    }

    public static void main(String[] args) throws Exception {
        Caller caller = new Caller();
        boolean held =
                switch (args[0]) {
                    case "keys" -> keys(Path.of(args[1]));
                    case "bodies" -> caller.takeBodies(args[1]);
                    case "card" -> caller.card(args[1]);
                    case "load" -> caller.load(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
                    case "steady" -> caller.steady(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
                    case "big" -> caller.big(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
                    case "replay" -> caller.replay(args[1], args[2], Integer.parseInt(args[3]));
                    case "join" -> caller.join(args[1], args[2]);
                    case "put-away" -> caller.putAway(args[1], Path.of(args[2]));
                    case "still-away" -> caller.stillAway(args[1], Path.of(args[2]));
                    case "late-feedback" -> caller.lateFeedback(args[1], Path.of(args[2]));
                    case "refused" -> caller.refused(args[1]);
                    case "trouble" -> caller.trouble(
                            args[1], args[2], Integer.parseInt(args[3]), Integer.parseInt(args[4]), args.length > 5 ? Integer.parseInt(args[5]) : 0);
                    case "fhir" -> fhir(Integer.parseInt(args[1]), Path.of(args[2]));
                    case "fired" -> caller.fired(args[1], List.of(args).subList(2, args.length));
                    case "render" -> caller.render(args[1], Path.of(args[2]), Path.of(args[3]));
                    case "panels" -> caller.panels(args[1], Path.of(args[2]));
                    default -> throw new IllegalArgumentException("Not a command: " + args[0]);
                };
        System.exit(held ? 0 : 1);
    }

    // Keys, tokens, bodies

    private static boolean keys(Path folder) throws Exception {
        Files.createDirectories(folder);
        ECKey key = new ECKeyGenerator(Curve.P_384).keyID("k1").algorithm(JWSAlgorithm.ES384).generate();
        Files.writeString(folder.resolve("key.json"), key.toJSONString());
        Files.writeString(folder.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
        return true;
    }

    private static String token(String path) throws Exception {
        ECKey key = ECKey.parse(Files.readString(Path.of(System.getenv("KEYS"), "key.json")));
        Instant now = Instant.now();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("k1").type(com.nimbusds.jose.JOSEObjectType.JWT).build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE + path)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static HttpClient client() {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        String certificate = System.getenv("CERTIFICATE");
        if (certificate != null) {
            try (InputStream in = Files.newInputStream(Path.of(certificate))) {
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                store.setCertificateEntry("proxy", CertificateFactory.getInstance("X.509").generateCertificate(in));
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(store);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, trust.getTrustManagers(), null);
                builder.sslContext(context);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return builder.build();
    }

    /** Asks a sandbox for what an EHR would prefetch for each patient. */
    private boolean takeBodies(String base) throws Exception {
        JsonNode service = get(base + "/cds-services").json().path("services").valueStream()
                .filter(each -> each.path("hook").asString().equals("patient-view"))
                .findFirst()
                .orElseThrow();
        Path folder = Files.createDirectories(Path.of(System.getenv("BODIES")));
        for (String patient : PATIENTS) {
            ObjectNode body = JSON.createObjectNode();
            body.put("hook", "patient-view").put("hookInstance", UUID.randomUUID().toString());
            body.putObject("context").put("userId", "Practitioner/dr-okafor").put("patientId", patient);
            ObjectNode prefetch = body.putObject("prefetch");
            for (Map.Entry<String, JsonNode> template : service.path("prefetch").properties()) {
                String query = template.getValue().asString().replace("{{context.patientId}}", patient);
                if (!query.contains("{{")) {
                    Answer answer = get(base + "/fhir/" + query.replace("|", "%7C").replace(" ", "%20"));
                    if (answer.status == 200) {
                        prefetch.set(template.getKey(), answer.json());
                    }
                }
            }
            Files.writeString(folder.resolve(patient + ".json"), body.toString());
        }
        System.out.println(PATIENTS.size() + " request bodies taken from the sandbox");
        return true;
    }

    private String body(String patient, String as) {
        String text = bodies.computeIfAbsent(patient, name -> {
            try {
                return Files.readString(Path.of(System.getenv("BODIES"), name + ".json"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        ObjectNode body = (ObjectNode) JSON.readTree(as == null ? text : text.replace(patient, as));
        return body.put("hookInstance", UUID.randomUUID().toString()).toString();
    }

    private String anyBody(int number) {
        return body(PATIENTS.get(number % PATIENTS.size()), null);
    }

    // Calls

    private Answer get(String address) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    private Answer call(String base, String body) throws Exception {
        return call(base, SERVICE, body, AUDIENCE == null ? null : token(SERVICE));
    }

    private Answer call(String base, String path, String body, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (AUDIENCE != null && base.startsWith("http:")) {
            request.header("X-Forwarded-Proto", "https");
        }
        return send(request);
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> response =
                http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("X-Replica").orElse("-"),
                (System.nanoTime() - start) / 1e6);
    }

    /** One of a call that got no answer has status 0. */
    private Answer tried(Callable<Answer> call) {
        try {
            return call.call();
        } catch (Exception e) {
            return new Answer(0, e.getClass().getSimpleName() + " " + e.getMessage(), "-", 0);
        }
    }

    private static String tally(List<Answer> answers) {
        Map<Integer, Long> counts = answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
        double[] millis = answers.stream().mapToDouble(Answer::millis).sorted().toArray();
        return String.format(
                Locale.ROOT, "%d calls %s, p50 %.0f ms, p99 %.0f ms", answers.size(), counts, at(millis, .5), at(millis, .99));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }

    private static boolean all(List<Answer> answers, int status) {
        answers.stream()
                .filter(each -> each.status != status)
                .limit(3)
                .forEach(each -> System.out.println("  " + each.status + " of " + each.replica + ": " + start(each.text)));
        return answers.stream().allMatch(each -> each.status == status);
    }

    private static String start(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    private boolean card(String base) throws Exception {
        Answer answer = call(base, body(FALL, null));
        JsonNode card = answer.status == 200 ? answer.json().path("cards").path(0) : JSON.createObjectNode();
        System.out.println(answer.status + " " + card.path("indicator").asString("no card") + ": " + card.path("summary").asString(start(answer.text)));
        return card.path("indicator").asString("").equals("critical");
    }

    private boolean load(String base, int count, int parallel) throws Exception {
        List<Answer> answers = together(parallel, count, number -> call(base, anyBody(number)));
        System.out.println(tally(answers));
        return all(answers, 200);
    }

    private interface Numbered {
        Answer call(int number) throws Exception;
    }

    private List<Answer> together(int parallel, int count, Numbered call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        List<Future<Answer>> under = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            under.add(threads.submit(() -> tried(() -> call.call(number))));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> one : under) {
            answers.add(one.get());
        }
        threads.shutdown();
        return answers;
    }

    /** So many calls a second, whatever becomes of those before; at most so many may fail. */
    private boolean steady(String base, int seconds, int rate, int mayFail) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Future<Answer>> under = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < seconds * rate; i++) {
            int number = i;
            under.add(threads.submit(() -> tried(() -> call(base, anyBody(number)))));
            long due = start + (i + 1) * 1_000_000_000L / rate;
            Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> one : under) {
            answers.add(one.get());
        }
        threads.shutdown();
        long failed = answers.stream().filter(each -> each.status != 200).count();
        Map<String, Long> replicas = answers.stream().collect(Collectors.groupingBy(Answer::replica, TreeMap::new, Collectors.counting()));
        System.out.println(tally(answers) + ", failed " + failed + ", by " + replicas);
        all(answers, 200);
        return failed <= mayFail;
    }

    /** Bodies of that length at the same moment: each is answered, if need be with 503; then an ordinary call. */
    private boolean big(String base, int bytes, int times) throws Exception {
        ObjectNode body = (ObjectNode) JSON.readTree(body(FALL, null));
        ArrayNode entries = (ArrayNode) body.path("prefetch").path("conditions").path("entry");
        JsonNode one = entries.path(0);
        int more = (bytes - body.toString().length()) / (one.toString().length() + 8);
        for (int i = 0; i < more; i++) {
            ObjectNode copy = (ObjectNode) one.deepCopy();
            ((ObjectNode) copy.path("resource")).put("id", "copy-" + i);
            entries.add(copy);
        }
        String text = body.toString();
        List<Answer> answers = together(times, times, number -> call(base, text));
        Answer after = tried(() -> call(base, anyBody(0)));
        System.out.println(times + " bodies of " + text.length() + " bytes at once: " + tally(answers) + "; then " + after.status);
        return after.status == 200 && answers.stream().allMatch(each -> each.status == 200 || each.status == 503);
    }

    // Two replicas

    private boolean replay(String a, String b, int times) throws Exception {
        int refused = 0;
        int twice = 0;
        int never = 0;
        for (int i = 0; i < times; i++) {
            String token = token(SERVICE);
            String first = i % 2 == 0 ? a : b;
            String second = i % 2 == 0 ? b : a;
            boolean taken = call(first, SERVICE, body("by-01", null), token).status == 200;
            refused += taken && call(second, SERVICE, body("by-01", null), token).status == 401 ? 1 : 0;
            String both = token(SERVICE);
            List<Answer> answers = together(2, 2, number -> call(number == 0 ? a : b, SERVICE, body("by-01", null), both));
            long good = answers.stream().filter(each -> each.status == 200).count();
            twice += good == 2 ? 1 : 0;
            never += good == 0 ? 1 : 0;
        }
        System.out.println("replayed at the other replica: " + refused + " of " + times + " refused; at both at once: " + twice
                + " taken twice, " + never + " never");
        return refused == times && twice == 0 && never == 0;
    }

    private Answer override(String base, JsonNode card, String reason) throws Exception {
        ObjectNode item = JSON.createObjectNode();
        ObjectNode feedback = item.putArray("feedback").addObject();
        feedback.put("card", card.path("uuid").asString()).put("outcome", "overridden").put("outcomeTimestamp", Instant.now().toString());
        feedback.putObject("overrideReason")
                .putObject("reason")
                .put("code", reason)
                .put("system", card.path("overrideReasons").path(0).path("system").asString());
        String path = SERVICE + "/feedback";
        return call(base, path, item.toString(), AUDIENCE == null ? null : token(path));
    }

    private Answer askFor(String base, String patient) throws Exception {
        return call(base, body(WITH_OVERRIDE, patient));
    }

    /** A card of one replica is overridden at the other, and stays away at both, for that patient only. */
    private boolean join(String a, String b) throws Exception {
        String patient = "join-" + UUID.randomUUID();
        JsonNode card = askFor(a, patient).json().path("cards").path(0);
        Answer feedback = override(b, card, "already-imaged");
        Thread.sleep(10_500); // another replica's snooze is seen within 10 seconds
        int[] cards = {askFor(a, patient).cards(), askFor(b, patient).cards(), askFor(b, patient + "x").cards()};
        System.out.println("feedback " + feedback.status + "; cards then: " + cards[0] + " and " + cards[1] + ", another patient's: " + cards[2]);
        return feedback.status == 200 && cards[0] == 0 && cards[1] == 0 && cards[2] == 1;
    }

    /** Leaves a snoozed card, and one that was sent and not yet answered. */
    private boolean putAway(String base, Path state) throws Exception {
        String patient = "away-" + UUID.randomUUID();
        JsonNode card = askFor(base, patient).json().path("cards").path(0);
        JsonNode later = askFor(base, "late-" + patient).json().path("cards").path(0);
        Answer feedback = override(base, card, "already-imaged");
        Files.writeString(state, JSON.createObjectNode().put("patient", patient).<ObjectNode>set("later", later).toString());
        int now = askFor(base, patient).cards();
        // Feedback that overtakes its card is matched with it some seconds later.
        for (int i = 0; now != 0 && i < 20; i++) {
            Thread.sleep(500);
            now = askFor(base, patient).cards();
        }
        System.out.println("feedback " + feedback.status + ", cards then " + now);
        return feedback.status == 200 && now == 0;
    }

    private boolean stillAway(String base, Path state) throws Exception {
        int cards = askFor(base, JSON.readTree(Files.readString(state)).path("patient").asString()).cards();
        System.out.println("cards of the patient whose card was put away: " + cards);
        return cards == 0;
    }

    private boolean lateFeedback(String base, Path state) throws Exception {
        Answer feedback = override(base, JSON.readTree(Files.readString(state)).path("later"), "specialist-plan");
        System.out.println("feedback for a card of before: " + feedback.status + " " + start(feedback.text));
        return feedback.status == 200;
    }

    /** What becomes of a call while PostgreSQL is away. */
    private boolean refused(String base) throws Exception {
        Answer answer = call(base, anyBody(3));
        System.out.println("a call: " + answer.status);
        return answer.status == 503;
    }

    // Alerts

    /** @param expected status of every answer; 0: it does not matter */
    private boolean trouble(String base, String kind, int count, int pauseMillis, int expected) throws Exception {
        List<Answer> answers = new ArrayList<>();
        String fhir = System.getenv().getOrDefault("FHIR", "");
        for (int i = 0; i < count; i++) {
            ObjectNode body = (ObjectNode) JSON.readTree(body("by-01", null));
            String token = AUDIENCE == null ? null : token(SERVICE);
            switch (kind) {
                case "fhir" -> {
                    body.putObject("prefetch");
                    withAccess(body, fhir);
                }
                case "slow" -> {
                    // What an answer cannot do without is there, so that it comes late and with 200.
                    ObjectNode prefetch = (ObjectNode) body.path("prefetch");
                    prefetch.retain("patient", "conditions");
                    withAccess(body, fhir);
                }
                case "no-patient" -> body.putObject("prefetch");
                case "bad-token" -> token = token.substring(0, token.length() - 8) + "AAAAAAAA";
                case "none" -> {}
                default -> throw new IllegalArgumentException(kind);
            }
            String sent = token;
            answers.add(tried(() -> call(base, SERVICE, body.toString(), sent)));
            Thread.sleep(pauseMillis);
        }
        System.out.println(kind + ": " + tally(answers));
        return expected == 0 || all(answers, expected);
    }

    private static void withAccess(ObjectNode body, String fhir) {
        body.put("fhirServer", fhir);
        body.putObject("fhirAuthorization")
                .put("access_token", "x")
                .put("token_type", "Bearer")
                .put("expires_in", 300)
                .put("scope", "patient/*.read")
                .put("subject", "cds");
    }

    /** A FHIR server whose manners stand in a file: fair, slow (5 s), broken (500). */
    private static boolean fhir(int port, Path manners) throws Exception {
        JsonNode prefetch = JSON.readTree(Files.readString(Path.of(System.getenv("BODIES"), "by-01.json"))).path("prefetch");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/fhir/", exchange -> {
            String manner = Files.readString(manners).strip();
            String type = exchange.getRequestURI().getPath().split("/")[2];
            try {
                Thread.sleep(manner.equals("slow") ? 5000 : 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            JsonNode answer = switch (type) {
                case "Patient" -> prefetch.path("patient");
                case "Condition" -> prefetch.path("conditions");
                default -> JSON.createObjectNode().put("resourceType", "Bundle").put("type", "searchset");
            };
            byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            exchange.sendResponseHeaders(manner.equals("broken") ? 500 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        Thread.sleep(Duration.ofHours(1)); // it is ended from outside
        return true;
    }

    private JsonNode query(String prometheus, String expression) throws Exception {
        Answer answer = get(prometheus + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return answer.status == 200 ? answer.json().path("data").path("result") : JSON.createObjectNode();
    }

    /** Says which of these alerts have fired at any time, as Prometheus keeps it in ALERTS. */
    private boolean fired(String prometheus, List<String> alerts) throws Exception {
        TreeSet<String> fired = new TreeSet<>();
        query(prometheus, "max_over_time(ALERTS{alertstate=\"firing\"}[2h])").valueStream()
                .forEach(each -> fired.add(each.path("metric").path("alertname").asString()));
        List<String> missing = alerts.stream().filter(each -> !fired.contains(each)).toList();
        alerts.stream().filter(fired::contains).forEach(each -> System.out.println("fired: " + each));
        missing.forEach(each -> System.out.println("not yet: " + each));
        return missing.isEmpty();
    }

    /** Every expression of a dashboard has a number, now or at any time since the start. */
    private boolean panels(String prometheus, Path dashboard) throws Exception {
        AtomicInteger with = new AtomicInteger();
        List<String> without = new ArrayList<>();
        for (JsonNode panel : JSON.readTree(Files.readString(dashboard)).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.path("expr").asString().replace("$instance", ".*");
                boolean number = query(prometheus, "max_over_time((" + expression + ")[2h:15s])").valueStream()
                        .anyMatch(each -> !each.path("value").path(1).asString("NaN").equals("NaN"));
                if (number) {
                    with.incrementAndGet();
                } else {
                    without.add(panel.path("title").asString() + ": " + expression);
                }
            }
        }
        without.forEach(each -> System.out.println("  without data: " + each));
        System.out.println(with + " expressions of the dashboard with data, " + without.size() + " without");
        return without.isEmpty();
    }

    /** The dashboard as a page with what Prometheus saw in the last half hour. */
    private boolean render(String prometheus, Path dashboard, Path page) throws Exception {
        long now = Instant.now().getEpochSecond();
        String html = DashboardPage.of(JSON.readTree(Files.readString(dashboard)), expression -> {
            String query = URLEncoder.encode(
                    expression.replace("$instance", ".*").replace("$__rate_interval", "1m"), StandardCharsets.UTF_8);
            Answer answer = get(prometheus + "/api/v1/query_range?query=" + query + "&start=" + (now - 1800) + "&end=" + now + "&step=10");
            List<DashboardPage.Series> series = new ArrayList<>();
            for (JsonNode each : answer.json().at("/data/result")) {
                Map<String, String> labels = new TreeMap<>();
                each.path("metric").propertyStream().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
                List<double[]> points = new ArrayList<>();
                each.path("values").valueStream().forEach(point -> points.add(
                        new double[] {point.path(0).asDouble(), Double.parseDouble(point.path(1).asString().replace("Inf", "Infinity"))}));
                series.add(new DashboardPage.Series(labels, points));
            }
            return series;
        });
        Files.writeString(page, html);
        System.out.println("dashboard drawn: " + page.getFileName());
        return true;
    }
}
