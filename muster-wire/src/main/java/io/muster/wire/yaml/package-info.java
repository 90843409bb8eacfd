/** YAML 1.2 as JSON values with positions; edits keep what a person wrote: {@link io.muster.wire.yaml.YamlDocument}. */
@NullMarked
package io.muster.wire.yaml;

import org.jspecify.annotations.NullMarked;
