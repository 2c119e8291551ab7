import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the service and a FHIR server that fails in turns, sends calls of every kind, checks each answer against what it must be, and watches
 * heap, file descriptors and threads. Nothing but a JDK is needed.
 *
 * <p>What an answer must be: the cards that the same case got at the start from complete prefetch. Cards may be missing, or be less urgent, only
 * where a query of this very call failed or was late; no card may come that is not among them, and no error but 412 for data that could not
 * be had.
 */
public final class Soak {
    static {
        // Else each answer of the FHIR server waits for the acknowledgement of the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Duration PHASE = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final long LATE_MILLIS = 1_300;
    private static final String SECRET = "planted-secret-5e1f";
    private static final Pattern CARD = Pattern.compile(
            "\"summary\":\"((?:[^\"\\\\]|\\\\.)*)\".*?\"indicator\":\"(\\w+)\",\"source\":\\{.*?\"code\":\"([a-z0-9-]+)\"");
    private static final Pattern UUIDS = Pattern.compile("\\{\"uuid\":\"([0-9a-f-]{36})\",\"summary\"");
    private static final Pattern TEMPLATE = Pattern.compile("\"(\\w+)\":\"([A-Z]\\w+[/?][^\"]*)\"");
    private static final List<String> URGENCY = List.of("info", "warning", "critical");

    /** How the FHIR server behaves at the moment. */
    private enum Weather {
        FAIR,
        FLAPPING,
        DOWN
    }

    /** One patient with what is ordered; the id of the patient starts with the name. */
    private record Case(String name, String hook, String conditions, String draft, String mustHold) {
        String service() {
            return "cervical-" + hook;
        }
    }

    private record Shown(String card, String indicator, String summary) {}

    /** Good calls a second while the service is under attack. */
    private static final int GOOD_CALLS = 20;
    /** Seconds of good calls before the attack, which are checked and not timed: a service that has just started is still being compiled. */
    private static final int WARM_UP = 30;
    /** Uploads at one time that send a byte a second. */
    private static final int SLOW_UPLOADS = 60;
    private static final List<String> HOSTILE =
            List.of("no bamboo spine ", "ankylosed ", "fused sacroiliac ", "fracture. ", "no ", "not seen ", "family history: ");

    private final Map<String, Map<String, Boolean>> queries = new ConcurrentHashMap<>();
    private final Map<String, List<Shown>> golden = new TreeMap<>();
    private final Map<String, Map<String, String>> templates = new TreeMap<>();
    private final Map<String, AtomicLong> counts = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> uuids = new ConcurrentLinkedQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final List<Case> cases = cases();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final KeyPair key = keyPair();
    private final KeyPair strangerKey = keyPair();
    private volatile Weather weather = Weather.FAIR;
    private volatile long lastDown = Long.MIN_VALUE / 2;
    private volatile long lastLate = Long.MIN_VALUE / 2;
    private int port;
    private String fhir = "";
    private String issuedToken = "";

    public static void main(String[] args) throws Exception {
        boolean attacked = args.length > 4 && args[4].equals("attack");
        System.exit(new Soak().run(Path.of(args[0]), Double.parseDouble(args[1]), Integer.parseInt(args[2]), args[3], attacked));
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // Cases

    private static String condition(String id, String patient, String code, int daysAgo) {
        return "{'resource':{'resourceType':'Condition','id':'" + id + "','subject':{'reference':'Patient/" + patient
                + "'},'clinicalStatus':{'coding':[{'code':'active'}]},'code':{'coding':[{'system':"
                + "'http://hl7.org/fhir/sid/icd-10-cm','code':'" + code + "'}]},'onsetDateTime':'"
                + LocalDate.now(ZoneOffset.UTC).minusDays(daysAgo) + "'}}";
    }

    private static List<Case> cases() {
        String draft = "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'ServiceRequest','id':'s1','status':'draft',"
                + "'intent':'order','code':{'coding':[{'system':'http://www.ama-assn.org/go/cpt','code':'98941'}]},"
                + "'subject':{'reference':'Patient/%s'}}}]}";
        return List.of(
                new Case("fall", "patient-view", "M45.9:9000,W19.XXXA:2,M54.2:2", "", "as-cervical-fracture-risk"),
                new Case("quiet", "patient-view", "Z00.00:10", "", ""),
                new Case("stiff", "patient-view", "M45.2:9000", "", "as-cervical-fracture-risk"),
                new Case("select", "order-select", "M45.9:9000", draft, "spinal-manipulation-caution"),
                new Case("sign", "order-sign", "M45.9:9000", draft, "spinal-manipulation-caution"),
                new Case("harmless", "order-sign", "Z00.00:10", draft, ""));
    }

    private Case caseOf(String patient) {
        String name = patient.substring(0, patient.indexOf('-'));
        return cases.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    /** What the record holds of one type of resource. */
    private String resource(String type, String patient) {
        if (type.equals("Patient")) {
            return json("{'resourceType':'Patient','id':'" + patient + "','birthDate':'1960-01-01'}");
        }
        String entries = "";
        if (type.equals("Condition")) {
            int number = 0;
            List<String> all = new ArrayList<>();
            for (String one : caseOf(patient).conditions().split(",")) {
                String[] parts = one.split(":");
                all.add(condition("c" + number++, patient, parts[0], Integer.parseInt(parts[1])));
            }
            entries = String.join(",", all);
        }
        return json("{'resourceType':'Bundle','type':'searchset','entry':[" + entries + "]}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    // The FHIR server

    private HttpServer fhirServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fhir");
            thread.setDaemon(true);
            return thread;
        }));
        Random random = new Random(7);
        server.createContext("/fhir/", exchange -> {
            try {
                serve(exchange, random);
            } finally {
                exchange.close();
            }
        });
        server.start();
        return server;
    }

    private void serve(HttpExchange exchange, Random random) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = uri.getPath().substring("/fhir/".length());
        String type = path.replaceFirst("/.*", "");
        Matcher searched = Pattern.compile("patient=([^&]+)").matcher(String.valueOf(uri.getQuery()));
        String patient = searched.find() ? searched.group(1) : path.replaceFirst(".*/", "");
        // Encounters are named after their patients.
        Map<String, Boolean> own = queries.computeIfAbsent(patient, p -> new ConcurrentHashMap<>());
        String kind = type + (uri.getQuery() == null ? "" : uri.getQuery());
        boolean fails = weather == Weather.DOWN || (weather == Weather.FLAPPING && random.nextInt(6) == 0);
        own.put(kind, !fails);
        byte[] body = (type.equals("Encounter")
                        ? json("{'resourceType':'Encounter','id':'" + patient + "','status':'in-progress'}")
                        : resource(type, patient))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
        if (!fails) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                pause(2_500);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            case 1 -> exchange.sendResponseHeaders(500, -1);
            case 2 -> {} // Closed without an answer.
            case 3 -> {
                exchange.sendResponseHeaders(200, body.length + 100L);
                OutputStream out = exchange.getResponseBody();
                out.write(body, 0, body.length / 2);
                out.flush();
            }
            default -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                byte[] page = "<html>down for maintenance</html>".getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Tokens

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String coordinate(java.math.BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[48];
        int from = Math.max(0, bytes.length - 48);
        System.arraycopy(bytes, from, fixed, 48 - (bytes.length - from), bytes.length - from);
        return base64(fixed);
    }

    private String keySet() {
        ECPublicKey own = (ECPublicKey) key.getPublic();
        return json("{'keys':[{'kty':'EC','crv':'P-384','kid':'k1','x':'" + coordinate(own.getW().getAffineX())
                + "','y':'" + coordinate(own.getW().getAffineY()) + "'}]}");
    }

    private String token(String address, String algorithm, PrivateKey signer, long lifeSeconds) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String header = json("{'alg':'" + algorithm + "','kid':'k1','typ':'JWT'}");
        String claims = json("{'iss':'https://soak.example','aud':'http://localhost:" + port + address + "','iat':" + (now - 200)
                + ",'exp':" + (now + lifeSeconds) + ",'jti':'" + UUID.randomUUID() + "'}");
        String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
        signature.initSign(signer);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private String good(String address) throws GeneralSecurityException {
        return token(address, "ES384", key.getPrivate(), 30);
    }

    // Calls

    private HttpResponse<String> post(String address, String body, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + address))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String body(Case what, String patient, Set<String> prefetched, boolean access) {
        Map<String, String> keys = templates.get(what.service());
        List<String> prefetch = new ArrayList<>();
        keys.forEach((name, template) -> {
            if (prefetched.contains(name)) {
                String type = template.replaceFirst("[/?].*", "");
                prefetch.add("\"" + name + "\":" + (type.equals("Encounter")
                                ? json("{'resourceType':'Encounter','id':'" + patient + "','status':'in-progress'}")
                                : resource(type, patient)));
            }
        });
        String drafts = what.draft().isEmpty()
                ? ""
                : ",'selections':['ServiceRequest/s1'],'draftOrders':" + what.draft().formatted(patient);
        String server = access
                ? ",'fhirServer':'" + fhir + "','fhirAuthorization':{'access_token':'" + SECRET
                        + "','token_type':'Bearer','expires_in':300,'scope':'user/*.read','subject':'us'}"
                : "";
        return json("{'hook':'" + what.hook() + "','hookInstance':'" + UUID.randomUUID()
                        + "','context':{'userId':'Practitioner/1','patientId':'" + patient + "','encounterId':'" + patient
                        + "'" + drafts + "}" + server + ",'prefetch':{")
                + String.join(",", prefetch) + "}}";
    }

    private static List<Shown> cards(String reply) {
        List<Shown> cards = new ArrayList<>();
        Matcher card = CARD.matcher(reply);
        while (card.find()) {
            cards.add(new Shown(card.group(3), card.group(2), card.group(1)));
        }
        return cards;
    }

    private void hook(Random random) throws Exception {
        Case what = cases.get(random.nextInt(cases.size()));
        String patient = what.name() + "-" + numbers.incrementAndGet();
        Map<String, String> keys = templates.get(what.service());
        int form = random.nextInt(3);
        Set<String> prefetched = keys.keySet().stream()
                .filter(k -> form == 0 || (form == 2 && random.nextBoolean()))
                .collect(Collectors.toSet());
        String address = "/cds-services/" + what.service();
        long downBefore = lastDown;
        long start = System.nanoTime();
        HttpResponse<String> response = post(address, body(what, patient, prefetched, form > 0), good(address));
        long took = System.nanoTime() - start;
        micros.add(took / 1_000);
        count("hook call, " + List.of("prefetch", "access", "mixed").get(form));
        Map<String, Boolean> own = queries.getOrDefault(patient, Map.of());
        boolean allCame = keys.entrySet().stream()
                .filter(k -> !prefetched.contains(k.getKey()))
                .allMatch(k -> own.entrySet().stream().anyMatch(q -> q.getValue() && isOf(k.getValue(), q.getKey())));
        queries.remove(patient);
        if (form > 0 && TimeUnit.NANOSECONDS.toMillis(took) > LATE_MILLIS) {
            lastLate = System.nanoTime();
        }
        // After an outage, or calls that were late, the server is left alone for a while: the circuit breaker.
        boolean outage = System.nanoTime() - Math.max(downBefore, Math.max(lastLate, lastDown)) < GRACE.toNanos();
        boolean failed = !allCame && (own.containsValue(false) || outage);
        if (!allCame && !own.containsValue(false) && outage) {
            count("not asked, or late, after an outage or late calls");
        }
        boolean late = TimeUnit.NANOSECONDS.toMillis(took) > LATE_MILLIS;
        check(what, patient, response, form > 0 && (failed || late));
        if (late && !failed) {
            count("answered late without a fault of the FHIR server");
        }
        Matcher uuid = UUIDS.matcher(response.body());
        if (uuid.find() && uuids.size() < 1_000) {
            uuids.add(what.service() + " " + uuid.group(1));
        }
    }

    /** A query is recognised by its type and its codes. */
    private static boolean isOf(String template, String kind) {
        String type = template.replaceFirst("[/?].*", "");
        Matcher code = Pattern.compile("code=([^&]+)").matcher(template);
        return kind.startsWith(type) && (!code.find() || kind.contains(code.group(1)));
    }

    private void check(Case what, String patient, HttpResponse<String> response, boolean mayLack) {
        if (response.statusCode() == 412 && mayLack) {
            count("412 for data that could not be had");
            return;
        }
        if (response.statusCode() != 200) {
            wrong.add(patient + " was answered " + response.statusCode() + " " + response.body());
            return;
        }
        List<Shown> expected = golden.get(what.name());
        List<Shown> got = cards(response.body());
        if (got.equals(expected)) {
            count(mayLack ? "all cards although a query failed" : "all cards");
            return;
        }
        boolean within = got.stream().allMatch(card -> expected.stream()
                .anyMatch(e -> e.card().equals(card.card())
                        && URGENCY.indexOf(card.indicator()) <= URGENCY.indexOf(e.indicator())));
        if (mayLack && within) {
            count("fewer cards because a query failed");
        } else {
            wrong.add(patient + " got " + got + " in place of " + expected + (mayLack ? "" : " and no query failed"));
        }
    }

    private void feedback() throws Exception {
        String one = uuids.poll();
        if (one == null) {
            return;
        }
        String[] parts = one.split(" ");
        String address = "/cds-services/" + parts[0] + "/feedback";
        HttpResponse<String> response = post(
                address,
                json("{'feedback':[{'card':'" + parts[1] + "','outcome':'overridden','overrideReason':{'reason':{'code':"
                        + "'not-relevant-now'}},'outcomeTimestamp':'" + Instant.now() + "'}]}"),
                good(address));
        expect("feedback", response, 200, response.body().isEmpty());
    }

    private void refusal(Random random) throws Exception {
        String address = "/cds-services/cervical-patient-view";
        String token = switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "nonsense";
            case 2 -> token(address, "ES384", strangerKey.getPrivate(), 30);
            case 3 -> token(address, "none", key.getPrivate(), 30);
            case 4 -> token(address, "ES384", key.getPrivate(), -100);
            default -> issuedToken;
        };
        HttpResponse<String> response = post(address, body(cases.get(0), "fall-0", Set.of(), true), token);
        expect("bad token", response, 401, response.body().contains("OperationOutcome") && queries.remove("fall-0") == null);
    }

    private void malformed() throws Exception {
        String address = "/cds-services/cervical-order-sign";
        HttpResponse<String> response = post(address, "{\"hook\":\"order-sign\",", good(address));
        expect("malformed body", response, 400, response.body().contains("OperationOutcome"));
    }

    private void expect(String what, HttpResponse<String> response, int status, boolean holds) {
        count(what);
        if (response.statusCode() != status || !holds) {
            wrong.add(what + " was answered " + response.statusCode() + " " + response.body());
        }
    }

    private void count(String what) {
        synchronized (counts) {
            counts.computeIfAbsent(what, w -> new AtomicLong()).incrementAndGet();
        }
    }

    // The run

    private int run(Path jar, double minutes, int workers, String heap, boolean attacked) throws Exception {
        HttpServer server = fhirServer();
        fhir = "http://localhost:" + server.getAddress().getPort() + "/fhir";
        Path folder = Files.createTempDirectory("soak");
        Path log = folder.resolve("service.log");
        Process service = start(jar, folder, log, heap);
        try {
            prepare();
            List<Vitals> vitals = attacked ? attack(service, minutes) : load(service, minutes, workers);
            http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health")).build(),
                    HttpResponse.BodyHandlers.discarding());
            long stop = System.nanoTime();
            service.destroy();
            boolean ended = service.waitFor(30, TimeUnit.SECONDS);
            return report(vitals, Files.readString(log), ended, Duration.ofNanos(System.nanoTime() - stop), attacked);
        } finally {
            service.destroyForcibly();
            server.stop(0);
            System.out.println("log of the service: " + log);
        }
    }

    private Process start(Path jar, Path folder, Path log, String heap) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path keys = Files.writeString(folder.resolve("jwks.json"), keySet());
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        "--server.port=" + port,
                        "--cervical-cds.sandbox.enabled=false",
                        "--cervical-cds.fhir.private-servers=http://localhost",
                        "--cervical-cds.data=" + folder.resolve("data"),
                        "--cervical-cds.security.require-jwt=true",
                        "--cervical-cds.security.clients[0].issuer=https://soak.example",
                        "--cervical-cds.security.clients[0].jwks-file=" + keys)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 600; i++) {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service did not start:\n" + Files.readString(log));
            }
            try {
                if (http.send(
                                        HttpRequest.newBuilder(URI.create(
                                                        "http://localhost:" + port + "/actuator/health/readiness"))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return service;
                }
            } catch (IOException notYet) {
                pause(100);
            }
        }
        throw new IllegalStateException("the service is not ready");
    }

    /** Reads the templates and what each case gets from complete prefetch, which must hold what was written down for it. */
    private void prepare() throws Exception {
        String discovery = http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/cds-services")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        for (String part : discovery.split("(?=\\{\"hook\":)")) {
            Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(part);
            if (id.find()) {
                Map<String, String> keys = new LinkedHashMap<>();
                Matcher template = TEMPLATE.matcher(part.substring(part.indexOf("\"prefetch\"")));
                while (template.find()) {
                    keys.put(template.group(1), template.group(2));
                }
                templates.put(id.group(1), keys);
            }
        }
        for (Case one : cases) {
            String address = "/cds-services/" + one.service();
            String token = good(address);
            HttpResponse<String> response = post(
                    address, body(one, one.name() + "-golden", templates.get(one.service()).keySet(), false), token);
            issuedToken = one.hook().equals("patient-view") ? token : issuedToken;
            List<Shown> cards = cards(response.body());
            boolean asWritten = one.mustHold().isEmpty()
                    ? response.body().equals("{\"cards\":[]}")
                    : cards.stream().anyMatch(card -> card.card().equals(one.mustHold()));
            if (!asWritten) {
                throw new IllegalStateException(one.name() + " got " + response.statusCode() + " " + response.body());
            }
            golden.put(one.name(), cards);
        }
        System.out.println("cases: " + golden.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue().stream().map(c -> c.card() + ":" + c.indicator()).toList())
                .collect(Collectors.joining(", ")));
    }

    private List<Vitals> load(Process service, double minutes, int workers) throws InterruptedException, IOException {
        long start = System.nanoTime();
        long end = start + (long) (minutes * 60e9);
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        for (int worker = 0; worker < workers; worker++) {
            Random random = new Random(worker);
            pool.execute(() -> {
                while (System.nanoTime() < end) {
                    one(random);
                }
            });
        }
        List<Vitals> vitals = new ArrayList<>();
        long warm = start + (long) ((end - start) * 0.25);
        long every = (end - warm) / 8;
        long next = warm;
        Weather[] seasons = {
            Weather.FAIR, Weather.FLAPPING, Weather.FLAPPING, Weather.DOWN, Weather.FAIR, Weather.FLAPPING
        };
        while (System.nanoTime() < end) {
            int season = (int) ((System.nanoTime() - start) / PHASE.toNanos() % seasons.length);
            // An outage is shorter than a season.
            boolean over = (System.nanoTime() - start) % PHASE.toNanos() > PHASE.toNanos() / 3;
            weather = seasons[season] == Weather.DOWN && over ? Weather.FAIR : seasons[season];
            if (weather == Weather.DOWN) {
                lastDown = System.nanoTime();
            }
            if (System.nanoTime() >= next) {
                vitals.add(Vitals.of(service));
                next += every;
            }
            pause(100);
        }
        pool.shutdown();
        pool.awaitTermination(60, TimeUnit.SECONDS);
        weather = Weather.FAIR;
        vitals.add(Vitals.of(service));
        return vitals;
    }

    // Under attack

    /** Good calls of 15 KB at a steady rate, while others upload slowly and send texts that are dear to read. */
    private List<Vitals> attack(Process service, double minutes) throws InterruptedException, IOException {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        Random random = new Random(5);
        goodCalls(callers, random, System.nanoTime() + WARM_UP * 1_000_000_000L, () -> {});
        TimeUnit.SECONDS.sleep(2);
        micros.clear();
        long start = System.nanoTime();
        long end = start + (long) (minutes * 60e9);
        ExecutorService attackers = Executors.newCachedThreadPool();
        for (int i = 0; i < SLOW_UPLOADS; i++) {
            attackers.execute(() -> {
                while (System.nanoTime() < end) {
                    slowUpload();
                }
            });
        }
        attackers.execute(() -> {
            Random hostile = new Random(11);
            while (System.nanoTime() < end) {
                hostileText(HOSTILE.get(hostile.nextInt(HOSTILE.size())));
                pause(500);
            }
        });
        List<Vitals> vitals = new ArrayList<>();
        long every = (end - start) / 10;
        AtomicLong nextVitals = new AtomicLong(start + 2 * every);
        goodCalls(callers, random, end, () -> {
            if (System.nanoTime() >= nextVitals.get()) {
                // A collection is asked for, which good calls feel: few of them.
                vitals.add(Vitals.of(service));
                nextVitals.addAndGet(4 * every);
            }
        });
        callers.shutdown();
        callers.awaitTermination(30, TimeUnit.SECONDS);
        attackers.shutdown();
        attackers.awaitTermination(60, TimeUnit.SECONDS);
        vitals.add(Vitals.of(service));
        return vitals;
    }

    /** Good calls at their steady rate until then. */
    private void goodCalls(ExecutorService callers, Random random, long end, Between between)
            throws InterruptedException, IOException {
        for (long due = System.nanoTime(); System.nanoTime() < end; due += 1_000_000_000L / GOOD_CALLS) {
            Case what = cases.get(random.nextInt(cases.size()));
            long when = due;
            callers.execute(() -> goodCall(what, when));
            between.run();
            long wait = due + 1_000_000_000L / GOOD_CALLS - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        }
    }

    private interface Between {
        void run() throws InterruptedException, IOException;
    }

    /** Timed from when it was due, so that a stall counts for every call that waits behind it. */
    private void goodCall(Case what, long due) {
        try {
            String patient = what.name() + "-" + numbers.incrementAndGet();
            String address = "/cds-services/" + what.service();
            Set<String> keys = templates.get(what.service()).keySet();
            String body = padded(body(what, patient, keys, false), patient);
            HttpResponse<String> response = post(address, body, good(address));
            micros.add((System.nanoTime() - due) / 1_000);
            count("good call of 15 KB");
            check(what, patient, response, false);
        } catch (Exception e) {
            wrong.add("a good call failed: " + e);
        }
    }

    /** The same call with normal blood pressures among its Conditions until it has 15 KB: entries that no finding reads. */
    private static String padded(String body, String patient) {
        String marker = "\"type\":\"searchset\",\"entry\":[";
        int at = body.indexOf(marker) + marker.length();
        String filler = json("{'resource':{'resourceType':'Observation','status':'final','subject':{'reference':'Patient/" + patient
                + "'},'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},'effectiveDateTime':'2020-01-01',"
                + "'valueQuantity':{'value':120,'unit':'mmHg','system':'http://unitsofmeasure.org','code':'mm[Hg]'}}}");
        int times = Math.max(1, (15_000 - body.length()) / (filler.length() + 1));
        boolean empty = body.charAt(at) == ']';
        String all = String.join(",", java.util.Collections.nCopies(times, filler));
        return body.substring(0, at) + all + (empty ? "" : ",") + body.substring(at);
    }

    private void slowUpload() {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            String address = "/cds-services/cervical-patient-view";
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + address + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                            + good(address) + "\r\nContent-Length: 100000\r\n\r\n{\"hook\"")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 60; i++) {
                out.write(' ');
                out.flush();
                try {
                    if (socket.getInputStream().read() >= 0) {
                        count("slow upload, answered and ended");
                    } else {
                        count("slow upload, ended");
                    }
                    return;
                } catch (java.net.SocketTimeoutException stillOpen) {
                    // The next byte.
                }
            }
            wrong.add("a slow upload was let go on for a minute");
        } catch (IOException ended) {
            count("slow upload, refused or ended");
            pause(200);
        } catch (GeneralSecurityException e) {
            wrong.add("no token: " + e);
        }
    }

    private void hostileText(String phrase) {
        try {
            String address = "/cds-services/cervical-patient-view";
            String report = json("{'resourceType':'DiagnosticReport','id':'r1','status':'final','subject':{'reference':'Patient/hostile'},"
                    + "'code':{'coding':[{'system':'http://loinc.org','code':'24946-6'}]},'effectiveDateTime':'"
                    + LocalDate.now(ZoneOffset.UTC) + "','conclusion':'" + phrase.repeat(1_000_000 / phrase.length()) + "'}");
            String reports = templates.get("cervical-patient-view").entrySet().stream()
                    .filter(template -> template.getValue().startsWith("DiagnosticReport"))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            String body = json("{'hook':'patient-view','hookInstance':'" + UUID.randomUUID()
                            + "','context':{'userId':'Practitioner/1','patientId':'hostile'},'prefetch':{'patient':"
                            + "{'resourceType':'Patient','id':'hostile','birthDate':'1960-01-01'},'conditions':{'resourceType':'Bundle','entry':["
                            + condition("c1", "hostile", "M45.9", 900) + "," + condition("c2", "hostile", "M54.2", 2) + "]},'" + reports
                            + "':{'resourceType':'Bundle','entry':[{'resource':")
                    + report + "}]}}}";
            HttpResponse<String> response = post(address, body, good(address));
            expect("hostile text of 1 MB", response, 200, response.body().startsWith("{\"cards\""));
        } catch (Exception e) {
            wrong.add("a call with a hostile text failed: " + e);
        }
    }

    private void one(Random random) {
        try {
            switch (random.nextInt(20)) {
                case 0, 1 -> feedback();
                case 2, 3 -> refusal(random);
                case 4 -> malformed();
                default -> hook(random);
            }
        } catch (Exception e) {
            wrong.add("a call failed: " + e);
        }
    }

    /** What the service uses: live heap after a collection, open files, threads, resident memory. */
    private record Vitals(double heapMb, long files, long threads, long residentMb) {
        static Vitals of(Process service) throws IOException, InterruptedException {
            long pid = service.pid();
            jcmd(pid, "GC.run");
            jcmd(pid, "GC.run");
            Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd(pid, "GC.heap_info"));
            double heap = used.find() ? Long.parseLong(used.group(1)) / 1024.0 : -1;
            Path proc = Path.of("/proc", String.valueOf(pid));
            String status = Files.readString(proc.resolve("status"));
            return new Vitals(heap, entries(proc.resolve("fd")), entries(proc.resolve("task")), number(status, "VmRSS") / 1024);
        }

        private static long entries(Path folder) throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.count();
            }
        }

        private static long number(String text, String name) {
            Matcher found = Pattern.compile(name + ":\\s+(\\d+)").matcher(text);
            return found.find() ? Long.parseLong(found.group(1)) : -1;
        }

        private static String jcmd(long pid, String command) throws IOException, InterruptedException {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            jcmd.waitFor();
            return out;
        }

        @Override
        public String toString() {
            return String.format("heap %.1f MB, files %d, threads %d, resident %d MB", heapMb, files, threads, residentMb);
        }
    }

    private int report(List<Vitals> vitals, String log, boolean ended, Duration stopping, boolean attacked) {
        counts.forEach((what, count) -> System.out.printf("%8d  %s%n", count.get(), what));
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("hook calls: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
        vitals.forEach(System.out::println);
        System.out.println("stopped in " + stopping.toMillis() + " ms");
        List<String> faults = new ArrayList<>(wrong.stream().limit(20).toList());
        Vitals first = vitals.get(0);
        Vitals last = vitals.get(vitals.size() - 1);
        require(faults, last.heapMb() > 0 && last.heapMb() <= first.heapMb() * 1.25 + 16, "the heap grew");
        require(faults, last.files() <= first.files() + 64, "open files grew");
        require(faults, last.threads() <= first.threads() + 32, "threads grew");
        require(faults, ended, "the service did not stop");
        require(faults, !log.contains(SECRET), "the log holds an access token");
        require(faults, Arrays.stream(log.split("\n")).noneMatch(line -> line.contains(" ERROR ") || line.startsWith("\tat ")),
                "the log holds errors");
        require(faults, !attacked || at(sorted, 0.99) < 250, "one good call in a hundred took longer than 250 ms");
        require(faults, sorted.length > 100 && at(sorted, 1) < 6_000, "an answer took longer than six seconds, or there were few");
        faults.forEach(fault -> System.out.println("WRONG: " + fault));
        System.out.println(wrong.size() + " wrong answers; " + (faults.isEmpty() ? "PASSED" : "FAILED"));
        return faults.isEmpty() ? 0 : 1;
    }

    private static void require(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1_000.0;
    }
}
