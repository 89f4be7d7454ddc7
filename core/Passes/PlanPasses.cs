namespace GraphRun.Passes;

/// <summary>The passes that a plan goes through, in this order. None of them changes a bit of any fetched value.</summary>
[Flags]
public enum PlanPasses
{
    /// <summary>Every node is a step of its own.</summary>
    None = 0,

    /// <summary>Shapes are inferred again from the shapes of what is fed.</summary>
    ShapeRefinement = 1,

    /// <summary>What follows from constants and shapes alone is computed once, while planning.</summary>
    ConstantFolding = 2,

    /// <summary>Steps that only give their input on are left out.</summary>
    IdentityRemoval = 4,

    /// <summary>Steps that compute the same from the same are one.</summary>
    CommonSubexpressions = 8,

    /// <summary>Chains of elementwise steps pass over memory once.</summary>
    ElementwiseFusion = 16,

    /// <summary>Chains of elementwise steps finish the results of products while these are in the cache.</summary>
    EpilogueFusion = 32,

    /// <summary>Constant operands of products are packed for their kernel, once.</summary>
    WeightPacking = 64,

    /// <summary>Values take turns in memory, and elementwise steps work in place.</summary>
    MemoryReuse = 128,

    /// <summary>A layer normalization that is written out in ops passes over memory once.</summary>
    NormalizationFusion = 256,

    /// <summary>Zeros around the input of a convolution are never made.</summary>
    MarginAbsorption = 512,

    All = ShapeRefinement | ConstantFolding | IdentityRemoval | CommonSubexpressions | ElementwiseFusion | EpilogueFusion | WeightPacking | MemoryReuse
        | NormalizationFusion | MarginAbsorption,
}
