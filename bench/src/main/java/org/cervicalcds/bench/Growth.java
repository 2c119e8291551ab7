package org.cervicalcds.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes content of many times the cards: copies of each card and, unless they are to share them, of each finding, under names of their own. */
final class Growth {
    private static final Pattern NAME = Pattern.compile("(?m)^([a-z0-9][\\w-]*):");

    private Growth() {}

    /** Arguments: folder of the content, folder to write, how many times, and {@code shared} where the copies share the findings. */
    public static void main(String[] args) throws IOException {
        Path from = Path.of(args[0]);
        Path to = Path.of(args[1]);
        int times = Integer.parseInt(args[2]);
        boolean shared = args.length > 3 && args[3].equals("shared");
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        TreeSet<String> names =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(name -> name));
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, Files.readString(file));
            if (isOfFindings(from, file)) {
                names.addAll(shared ? List.of() : names(Files.readString(file)));
            } else if (isCard(file)) {
                names.add(folder(file));
            }
        }
        Pattern any = Pattern.compile("(?<![\\w-])(?:" + String.join("|", names) + ")(?![\\w-])");
        for (int copy = 2; copy <= times; copy++) {
            for (Path file : files) {
                if (isOfFindings(from, file) && !shared) {
                    Path target = to.resolve("findings").resolve(stem(file) + "-" + copy + ".yaml");
                    Files.writeString(target, findings(Files.readString(file), any, copy));
                } else if (isCard(file)) {
                    Path folder = to.resolve(folder(file) + "-" + copy);
                    Files.createDirectories(folder);
                    Files.writeString(folder.resolve("card.yaml"), card(Files.readString(file), any, copy));
                }
            }
        }
        phrases(to.resolve("phrases.yaml"), names, times);
    }

    private static boolean isOfFindings(Path from, Path file) {
        return file.startsWith(from.resolve("findings"));
    }

    private static boolean isCard(Path file) {
        return file.getFileName().toString().equals("card.yaml");
    }

    private static String folder(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replace(".yaml", "");
    }

    private static List<String> names(String yaml) {
        return NAME.matcher(yaml).results().map(found -> found.group(1)).toList();
    }

    private static String renamed(String yaml, Pattern any, int copy) {
        return any.matcher(yaml).replaceAll(found -> Matcher.quoteReplacement(found.group() + "-" + copy));
    }

    /** Indented keys are kinds and limits, though a finding may be called as its kind is. */
    private static String findings(String yaml, Pattern any, int copy) {
        Pattern key = Pattern.compile("(?m)^( +[\\w-]+:)(.*)$|^(.*)$");
        return key.matcher(yaml)
                .replaceAll(line -> Matcher.quoteReplacement(
                        line.group(1) == null
                                ? renamed(line.group(3), any, copy)
                                : line.group(1) + renamed(line.group(2), any, copy)));
    }

    private static String card(String yaml, Pattern any, int copy) {
        String renamed = renamed(yaml, any, copy);
        return Pattern.compile("(?m)^position: (\\d+)")
                .matcher(renamed)
                .replaceAll(found -> "position: " + (100 * copy + Integer.parseInt(found.group(1))));
    }

    /** A list of phrases that is called as a finding is was renamed with it. */
    private static void phrases(Path file, TreeSet<String> names, int times) throws IOException {
        String yaml = Files.readString(file);
        StringBuilder all = new StringBuilder(yaml);
        String[] lists = yaml.split("(?m)^(?=[a-z0-9])");
        for (String list : lists) {
            Matcher name = NAME.matcher(list);
            if (name.lookingAt() && names.contains(name.group(1))) {
                for (int copy = 2; copy <= times; copy++) {
                    all.append('\n')
                            .append(name.group(1))
                            .append('-')
                            .append(copy)
                            .append(list.substring(name.end(1)));
                }
            }
        }
        Files.writeString(file, all);
    }
}
