// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModuleJoinerTest {
  private static String join(Map<String, String> files) {
    return ModuleJoiner.join(
        "a/index.js",
        path -> Optional.ofNullable(files.get(path)),
        name -> name.equals("known") ? Optional.of("b/known.js") : Optional.empty());
  }

  @Test
  void everyFileBecomesAFunctionThatReturnsItsExportsAndIsThereOnce() {
    String joined =
        join(
            Map.of(
                "a/index.js",
                    "import {x} from './x.js';\nimport {y} from '../b/y.js';\nexport const z = x + y;\n",
                "a/x.js", "import {y as why} from '../b/y.js';\nexport const x = why;\n",
                "b/y.js", "export const y = 1;\n"));

    assertThat(joined).containsOnlyOnce("const y = 1;");
    assertThat(joined).contains("const {y: why} = $").contains("return {x};");
    assertThat(joined).endsWith("export const {z} = $2;\n");
  }

  @Test
  void whatOthersServeStaysAnImport() {
    String joined =
        join(Map.of("a/index.js", "import {html, nothing} from 'lit';\nexport class A {}\n"));

    assertThat(joined).startsWith("import * as $x0 from 'lit';");
    assertThat(joined).contains("const {html, nothing} = $x0;").contains("class A {}");
  }

  @Test
  void minifiedModulesAreUnderstood() {
    String joined =
        join(
            Map.of(
                "a/index.js",
                    "import\"known\";export*from\"known\";\n//# sourceMappingURL=index.js.map\n",
                "b/known.js",
                    "/** licence */\nconst t=1,e=2;export{t as one,e as two};\n//# sourceMappingURL=k.js.map\n"));

    assertThat(joined)
        .contains("return {one: t, two: e};")
        .endsWith("export const {one, two} = $1;\n");
  }

  @Test
  void jsonIsAModuleToo() {
    String joined =
        join(
            Map.of(
                "a/index.js",
                    "import en from './en.json' with {type: 'json'};\nexport const t = en;\n",
                "a/en.json", "{\"a\": \"b\"}\n"));

    assertThat(joined).contains("{default: {\"a\": \"b\"}}").contains("const en = $0.default;");
  }

  @Test
  void dynamicImportsAreLeftAlone() {
    assertThat(join(Map.of("a/index.js", "export const f = () => import('./record.js');\n")))
        .contains("import('./record.js')");
  }

  @Test
  void aMissingFileOrNameAndACycleAreRefusedByName() {
    assertThatThrownBy(() -> join(Map.of("a/index.js", "import './gone.js';\n")))
        .hasMessageContaining("a/gone.js");
    assertThatThrownBy(
            () ->
                join(
                    Map.of(
                        "a/index.js", "import {no} from './x.js';\n",
                        "a/x.js", "export const yes = 1;\n")))
        .hasMessageContaining("a/index.js imports no");
    assertThatThrownBy(
            () ->
                join(
                    Map.of(
                        "a/index.js", "import './x.js';\n",
                        "a/x.js", "import './index.js';\n")))
        .hasMessageContaining("import each other");
  }

  @Test
  void anExportItDoesNotUnderstandIsRefused() {
    assertThatThrownBy(() -> join(Map.of("a/index.js", "export default class {}\n")))
        .hasMessageContaining("a/index.js");
  }
}
