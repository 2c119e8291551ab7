package org.cervicalcds.engine.terminology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a code by the address of its system, in whatever spelling it came. */
final class CodeLookUp {
    /** By name of the system. */
    private final Map<String, CodeIndex> indexes;

    /** By the addresses as the content writes them, which most records use: these need no bringing into form. */
    private final Map<String, Place> byAddress = new HashMap<>();

    private final Map<String, Place> byKey = new HashMap<>();
    private final List<Beginning> beginnings = new ArrayList<>();

    /**
     * Where the codes of an address are looked up.
     *
     * @param system whose address it is
     * @param otherwise where to look if no row covers a code; null for nowhere
     */
    private record Place(CodeSystem system, CodeIndex index, @Nullable CodeIndex otherwise) {}

    private record Beginning(String key, Place place) {}

    /** @param indexes by name of the system; a system of which no row is enabled is not known */
    CodeLookUp(Map<String, CodeIndex> indexes) {
        this.indexes = Map.copyOf(indexes);
        for (CodeIndex own : indexes.values()) {
            CodeSystem system = own.system();
            CodeIndex index = system.readAs() == null ? own : named(system.readAs());
            CodeSystem rows = index.system();
            CodeIndex otherwise = rows.otherwise() == null ? null : named(rows.otherwise());
            if (index.hasRows() || (otherwise != null && otherwise.hasRows())) {
                Place place = new Place(system, index, otherwise);
                add(system.uri(), place);
                system.aliases().forEach(alias -> add(alias, place));
            }
        }
    }

    private CodeIndex named(String name) {
        CodeIndex index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no code system is named " + name);
        }
        return index;
    }

    private void add(String address, Place place) {
        if (SystemAddress.isPattern(address)) {
            beginnings.add(new Beginning(SystemAddress.beginning(address), place));
        } else {
            byAddress.putIfAbsent(address, place);
            byKey.putIfAbsent(SystemAddress.key(address), place);
        }
    }

    /** All code systems, by name. */
    List<CodeSystem> systems() {
        return indexes.values().stream()
                .map(CodeIndex::system)
                .sorted(Comparator.comparing(CodeSystem::name))
                .toList();
    }

    Coding coding(@Nullable String address, String code, @Nullable String display) {
        Place place = address == null ? null : place(address);
        if (place == null) {
            return new Coding(null, address == null ? "" : address, code, display, null, Memberships.NONE);
        }
        String given = place.system().withoutLeading(code);
        Coding coding = place.index().coding(given, display);
        if (coding.sets().isEmpty() && place.otherwise() != null) {
            Coding other = place.otherwise().coding(given, display);
            return other.sets().isEmpty() ? coding : other;
        }
        return coding;
    }

    private @Nullable Place place(String address) {
        Place place = byAddress.get(address);
        if (place != null) {
            return place;
        }
        String key = SystemAddress.key(address);
        place = byKey.get(key);
        if (place != null) {
            return place;
        }
        for (Beginning beginning : beginnings) {
            if (key.startsWith(beginning.key())) {
                return beginning.place();
            }
        }
        return null;
    }

    Memberships onlyWithNeckNamed(Coding coding) {
        CodeIndex index =
                coding.system() == null ? null : indexes.get(coding.system().name());
        return index == null ? Memberships.NONE : index.onlyWithNeckNamed(coding.code());
    }
}
