/** Namespace of all nodes of the sample plant; their ids are strings, `s=P-101.motor.electrical.power`. */
export const PLANT_NAMESPACE = "urn:twinbench.dev:sample-plant";
