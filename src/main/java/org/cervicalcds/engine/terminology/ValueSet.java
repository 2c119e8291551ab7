package org.cervicalcds.engine.terminology;

/** A set of codes with one clinical meaning; {@code index} is its place in the terminology it was built for. */
public record ValueSet(String id, String title, int index, boolean bodyRegion) {

    /** The memberships of what is in this set and in no other. */
    public Memberships alone() {
        return Memberships.of(index);
    }

    @Override
    public String toString() {
        return id;
    }
}
