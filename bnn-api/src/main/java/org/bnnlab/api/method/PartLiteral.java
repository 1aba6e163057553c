package org.bnnlab.api.method;

import java.lang.annotation.Annotation;

/** A {@link Part} as a value, for keys; equal to any other with the same slot. */
@SuppressWarnings("ClassExplicitlyAnnotation")
record PartLiteral(Slot value) implements Part {

  @Override
  public Class<? extends Annotation> annotationType() {
    return Part.class;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Part part && part.value() == value;
  }

  @Override
  public int hashCode() {
    return (127 * "value".hashCode()) ^ value.hashCode();
  }

  @Override
  public String toString() {
    return "@Part(" + value + ")";
  }
}
