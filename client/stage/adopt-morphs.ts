import { type VRM, VRMExpression, VRMExpressionMorphTargetBind } from '@pixiv/three-vrm';
import { Mesh } from 'three';

/** Shapes of a face that models carry without an expression of theirs: ARKit's mouth and eyes, Oculus visemes, VRoid's shut mouth. */
const WANTED =
  /^(viseme_\w+|jaw(Open|Forward|Left|Right)|mouth[A-Z]\w+|eye(Blink|Squint|Wide)(Left|Right)|brow[A-Z]\w+|cheek[A-Z]\w+|nose[A-Z]\w+|tongueOut|Fcl_MTH_Close)$/;

/**
 * Makes an expression of each such shape that has none by that name, so that the mixer drives it like the others and
 * no raw morph is written beside it. Call it before morphs are combined.
 */
export function adoptMorphs(vrm: VRM): void {
  const manager = vrm.expressionManager;
  // A file without expressions has none (null), whatever the type says.
  if (!manager) return;
  const had = new Set(manager.expressions.map(({ expressionName }) => expressionName));
  const adopted = new Map<string, VRMExpression>();
  vrm.scene.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    for (const [key, index] of Object.entries(object.morphTargetDictionary ?? {})) {
      // Some exporters write the mesh's name before it, some begin with a capital.
      const bare = key.slice(key.lastIndexOf('.') + 1);
      const name = bare.startsWith('Fcl') ? bare : bare.charAt(0).toLowerCase() + bare.slice(1);
      if (had.has(name) || !WANTED.test(name)) continue;
      let expression = adopted.get(name);
      if (expression === undefined) {
        expression = new VRMExpression(name);
        vrm.scene.add(expression);
        adopted.set(name, expression);
        manager.registerExpression(expression);
      }
      expression.addBind(new VRMExpressionMorphTargetBind({ primitives: [object], index, weight: 1 }));
    }
  });
}
