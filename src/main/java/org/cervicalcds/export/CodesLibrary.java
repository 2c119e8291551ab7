package org.cervicalcds.export;

import static org.cervicalcds.export.cql.CqlText.string;
import static org.cervicalcds.export.cql.CqlText.strings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.cql.MassUnits;

/** The library of code systems and units: under which addresses records send them, and how their codes are spelled. */
final class CodesLibrary {
    private CodesLibrary() {}

    static Library write(Content content, Collection<CodeSystem> systems, String version) {
        LibraryText text = new LibraryText("CervicalCodes", "Code systems and units, in one spelling", version);
        text.context();
        Map<String, CodeSystem> byName = new TreeMap<>();
        systems.forEach(system -> byName.put(system.name(), system));
        Set<String> withRows = new TreeSet<>();
        for (ValueSet set : content.terminology().valueSets()) {
            content.terminology().codesOf(set).keySet().forEach(system -> withRows.add(system.name()));
        }
        text.define(new Definition(
                List.of("An address without regard to case, scheme, version and a slash at the end."),
                "function Key(address String)",
                List.of("ReplaceMatches(ReplaceMatches(ReplaceMatches(Lower(address), '\\\\s', ''), '[|].*$', ''),"
                        + " '^urn:oid:|^oid:|^https?://(?:www[.])?|/+$', '')")));
        text.define(systemOf(byName, withRows));
        text.define(nameOf(byName, withRows));
        text.define(spelling(byName, withRows));
        text.define(new Definition(
                List.of("Codes that no set holds though one above them is in a set."),
                "function IsNever(code String)",
                List.of(never(content))));
        text.define(unitOf(content));
        text.define(kilograms(content));
        return text.library();
    }

    private static List<Definition> systemOf(Map<String, CodeSystem> byName, Set<String> withRows) {
        List<String> lines = new ArrayList<>(List.of("case"));
        Map<String, List<String>> exact = new LinkedHashMap<>();
        Map<String, List<String>> beginnings = new LinkedHashMap<>();
        for (CodeSystem system : byName.values()) {
            String rows = system.readAs() == null ? system.name() : system.readAs();
            CodeSystem own = byName.get(rows);
            if (own == null || !withRows.contains(rows)) {
                continue;
            }
            List<String> addresses = new ArrayList<>(List.of(system.uri()));
            addresses.addAll(system.aliases());
            for (String address : addresses) {
                boolean pattern = address.endsWith("*");
                String key = key(pattern ? address.substring(0, address.length() - 1) : address, pattern);
                (pattern ? beginnings : exact)
                        .computeIfAbsent(own.uri(), uri -> new ArrayList<>())
                        .add(key);
            }
        }
        exact.forEach((uri, keys) ->
                lines.add("  when Key(address) in " + strings(new TreeSet<>(keys)) + " then " + string(uri)));
        beginnings.forEach((uri, keys) -> keys.forEach(
                key -> lines.add("  when StartsWith(Key(address), " + string(key) + ") then " + string(uri))));
        lines.add("  else address");
        lines.add("end");
        return List.of(new Definition(
                List.of("The address that value sets name, for those under which records send the system."),
                "function SystemOf(address String)",
                lines));
    }

    private static String key(String address, boolean isBeginning) {
        String key = address.toLowerCase(Locale.ROOT)
                .replaceAll("\\s", "")
                .replaceAll("^urn:oid:|^oid:|^https?://(?:www[.])?", "");
        return isBeginning ? key : key.replaceAll("/+$", "");
    }

    private static List<Definition> nameOf(Map<String, CodeSystem> byName, Set<String> withRows) {
        List<String> lines = new ArrayList<>(List.of("case system"));
        withRows.forEach(name -> {
            CodeSystem system = byName.get(name);
            if (system != null) {
                lines.add("  when " + string(system.uri()) + " then " + string(name));
            }
        });
        lines.add("  else ''");
        lines.add("end");
        return List.of(
                new Definition(List.of("Short names, as rows have them."), "function NameOf(system String)", lines),
                new Definition(List.of(), "function IsKnownSystem(system String)", List.of("NameOf(system) != ''")));
    }

    private static List<Definition> spelling(Map<String, CodeSystem> byName, Set<String> withRows) {
        List<String> prefixed = new ArrayList<>();
        List<String> ninth = new ArrayList<>();
        List<String> tenth = new ArrayList<>();
        List<String> otherwise = new ArrayList<>(List.of("case system"));
        List<String> leading = new ArrayList<>(List.of("case"));
        for (CodeSystem system : byName.values()) {
            if (system.leading() != null) {
                leading.add("  when Key(address) = " + string(key(system.uri(), false))
                        + " and StartsWith(Upper(code), " + string(system.leading()) + ") then Substring(code, "
                        + system.leading().length() + ")");
            }
            if (!withRows.contains(system.name())) {
                continue;
            }
            switch (system.matching()) {
                case UNDOTTED_PREFIX -> prefixed.add(system.uri());
                case UNDOTTED_EXACT -> ninth.add(system.uri());
                case EXACT -> {}
            }
            if (system.name().equals("icd-10") || system.name().equals("icd-10-cm")) {
                tenth.add(system.uri());
            }
            CodeSystem other = system.otherwise() == null ? null : byName.get(system.otherwise());
            if (other != null) {
                otherwise.add("  when " + string(system.uri()) + " then " + string(other.uri()));
            }
        }
        leading.add("  else code");
        leading.add("end");
        otherwise.add("  else null as String");
        otherwise.add("end");
        return List.of(
                new Definition(
                        List.of("Systems whose codes have others above them: every beginning of a code."),
                        "function HasPrefixes(system String)",
                        List.of("system in " + strings(prefixed))),
                new Definition(List.of(), "function IsIcd10(system String)", List.of("system in " + strings(tenth))),
                new Definition(
                        List.of("The system whose sets are asked where none of this one has the code."),
                        "function Otherwise(system String)",
                        otherwise),
                new Definition(List.of(), "function WithoutLeading(address String, code String)", leading),
                new Definition(
                        List.of("Upper case, without dots and without marks at the end."),
                        "function Undotted(code String)",
                        List.of("ReplaceMatches(ReplaceMatches(Upper(code), '[\\\\s.]', ''), '[+*!†]+$', '')")),
                new Definition(
                        List.of(),
                        "function Dotted(undotted String)",
                        List.of("if Length(undotted) > 3 then Substring(undotted, 0, 3) + '.' + Substring(undotted, 3)"
                                + " else undotted")),
                new Definition(
                        List.of(),
                        "function DottedNinth(undotted String)",
                        List.of(
                                "if not StartsWith(undotted, 'E') then Dotted(undotted)",
                                "else if Length(undotted) > 4 then Substring(undotted, 0, 4) + '.' + Substring(undotted, 4)",
                                "else undotted")),
                new Definition(
                        List.of("A code as its system writes it."),
                        "function Normal(address String, code String)",
                        List.of(
                                "if HasPrefixes(SystemOf(address)) then Dotted(Undotted(WithoutLeading(address, code)))",
                                "else if SystemOf(address) in " + strings(ninth) + " then DottedNinth(Undotted(code))",
                                "else ReplaceMatches(code, '^\\\\s+|\\\\s+$', '')")));
    }

    /** What one set leaves out and no other set holds. */
    private static String never(Content content) {
        Set<String> left = new TreeSet<>();
        for (ValueSetText set : content.text().valueSets().values()) {
            set.never().forEach((system, rows) -> rows.stream()
                    .filter(row -> !isHeld(content, system, row, set.id()))
                    .forEach(left::add));
        }
        left.removeIf(row -> left.stream().anyMatch(other -> !row.equals(other) && row.startsWith(other)));
        return left.isEmpty()
                ? "false"
                : CqlText.any(left.stream()
                        .map(row -> "StartsWith(code, " + string(row) + ")")
                        .toList());
    }

    private static boolean isHeld(Content content, String system, String code, String butFor) {
        for (ValueSetText set : content.text().valueSets().values()) {
            Set<String> rows = set.codes().getOrDefault(system, Map.of()).keySet();
            boolean excluded =
                    set.never().getOrDefault(system, List.of()).stream().anyMatch(code::startsWith);
            if (!set.id().equals(butFor) && !excluded && rows.stream().anyMatch(code::startsWith)) {
                return true;
            }
        }
        return false;
    }

    /** Spellings are told without regard to case, blanks at the ends, braces and an "(s)". */
    private static List<Definition> unitOf(Content content) {
        List<String> lines = new ArrayList<>(List.of("case"));
        content.text().units().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(unit -> {
                    Set<String> spellings = new TreeSet<>();
                    spellings.add(unit.getKey().toLowerCase(Locale.ROOT));
                    unit.getValue()
                            .forEach(spelling -> spellings.add(spelling.strip().toLowerCase(Locale.ROOT)));
                    lines.add("  when spelling in " + strings(spellings) + " then " + string(unit.getKey()));
                });
        lines.add("  else null as String");
        lines.add("end");
        return List.of(
                new Definition(List.of("The UCUM code of a spelling."), "function UnitSpelled(spelling String)", lines),
                new Definition(
                        List.of(),
                        "function Trimmed(written String)",
                        List.of("ReplaceMatches(written, '^\\s+|\\s+$', '')")),
                new Definition(
                        List.of(),
                        "function KnownUnit(written String)",
                        List.of("Coalesce(UnitSpelled(Lower(Trimmed(written))),"
                                + " UnitSpelled(ReplaceMatches(Lower(Trimmed(written)), '[{}]|[(]s[)]', '')))")),
                new Definition(
                        List.of("The UCUM code of the first of the two that is known, else the code as it came."),
                        "function UnitOf(code String, written String)",
                        List.of("Coalesce(KnownUnit(code), KnownUnit(written), Trimmed(code), Trimmed(written), '')")));
    }

    /** Each unit of mass of UCUM as the service converts it; decimals of CQL have eight places. */
    private static Definition kilograms(Content content) {
        List<String> lines = new ArrayList<>(List.of("case ReplaceMatches(unit, '^([^{]+)[{].*[}]$', '$1')"));
        for (String unit : MassUnits.CODES) {
            BigDecimal factor = content.terminology().units().convert(BigDecimal.ONE, unit, "kg");
            if (factor != null) {
                lines.add("  when " + string(unit) + " then number" + times(factor.stripTrailingZeros()));
            }
        }
        lines.add("  else null as Decimal");
        lines.add("end");
        return new Definition(
                List.of("The number in kilograms; null for what is no unit of mass."),
                "function KilogramsOf(number Decimal, unit String)",
                lines);
    }

    private static String times(BigDecimal factor) {
        if (factor.compareTo(BigDecimal.ONE) == 0) {
            return "";
        }
        int more = Math.max(0, factor.scale() - 8);
        BigDecimal by = factor.movePointRight(more);
        return (by.compareTo(BigDecimal.ONE) == 0 ? "" : " * " + CqlText.decimal(by))
                + (more == 0 ? "" : " / " + CqlText.decimal(BigDecimal.TEN.pow(more)));
    }
}
