using GraphRun.Kernels;

namespace GraphRun.Ops.Reductions;

/// <summary>Products.</summary>
public static class ProdOp
{
    [Op("reduce_prod")]
    public static OpDef Prod { get; } = Declaration.Of(
        "Prod", "reduce_prod", "The product over axes; 1 over no elements. Integers wrap on overflow.", Declaration.Numbers, Reduction.Product, null);
}
