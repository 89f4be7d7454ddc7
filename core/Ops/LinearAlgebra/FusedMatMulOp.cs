using GraphRun.Execution;
using GraphRun.Kernels;
using GraphRun.Ops.NeuralNetwork;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>The product of two matrices and what follows it.</summary>
public static class FusedMatMulOp
{
    [Op]
    public static OpDef _FusedMatMul { get; } = new()
    {
        Name = "_FusedMatMul",
        Summary = "MatMul and what follows it in one pass: BiasAdd or FusedBatchNorm, then Add, then Relu, Relu6, Elu, LeakyRelu, "
            + "Prelu, Sigmoid or Tanh, as far as fused_ops names them.",
        Inputs = ["a: T", "b: T", "args: num_args * T"],
        Outputs = ["product: T"],
        Example = "_FusedMatMul([[1.0, 2.0]], [[3.0], [4.0]], [[5.0]], fused_ops=['BiasAdd'])",
        Attrs = ["transpose_a: bool = false", "transpose_b: bool = false", "T: {bfloat16, half, float, double}", .. Fusion.Attrs],
        Shape = MatMulOp.MatMul.Shape,
        Kernel = Make,
        Flops = FlopRules.Product("transpose_a"),
    };

    private static Kernel Make(KernelBuilder builder)
    {
        var form = new ProductForm(builder.Attrs.Bool("transpose_a"), builder.Attrs.Bool("transpose_b"));
        var layout = new ComputeLayout(false, builder.InputDType(0));
        var fusion = new Fusion(builder.Attrs, 2);
        var constant = builder.Constant(1);
        PackedMatrix? packed = null;
        return step =>
        {
            var (a, b) = (step.Input(0), step.Input(1));
            var output = step.Allocate(0, MatMulOp.ProductShape(a, b, form));
            var (target, right) = (layout.Target(output), ComputeLayout.Widen(b));
            if (ReferenceEquals(b, constant))
                packed ??= FinishedProduct.Pack(right, form.TransposeRight);
            FinishedProduct.Run(ComputeLayout.Widen(a), right, packed, form, target, fusion.Finish(step, layout, target.Shape));
            fusion.Complete(step, layout, target);
            layout.Store(target, output);
        };
    }
}
