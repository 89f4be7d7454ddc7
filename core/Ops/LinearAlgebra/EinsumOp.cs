using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Sums of products over named dims.</summary>
public static class EinsumOp
{
    [Op("einsum", "linalg.einsum")]
    public static OpDef Einsum { get; } = new()
    {
        Name = "Einsum",
        Summary = "Products of one or two tensors summed over the dims that equation names and its output lacks: \"ij,jk->ik\" is the "
            + "matrix product, \"ii->\" the trace. The right side must be given; ... stands for dims that are broadcast.",
        Inputs = ["inputs: N * T"],
        Outputs = ["output: T"],
        Attrs = ["equation: string", "N: int >= 1", "T: numbertype"],
        Parameters = ["equation: equation", "inputs: inputs"],
        Example = "einsum('ij,jk->ik', [[[1.0, 2.0]], [[3.0], [4.0]]])",
        Shape = context =>
        {
            var inputs = new Shape[context.InputCount];
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = context.Input(i);
            context.Output(0, EinsumEquation.Parse(context.Attrs.Text("equation"), inputs.Length).OutputShape(inputs));
        },
        Kernel = builder =>
        {
            var equation = EinsumEquation.Parse(builder.Attrs.Text("equation"), builder.Node.Inputs.Count);
            return step =>
            {
                var inputs = step.Inputs();
                var shape = equation.OutputShape([.. inputs.Select(input => input.Shape)]);
                EinsumProduct.Run(equation, inputs, step.Allocate(0, shape));
            };
        },
        Gradient = context =>
        {
            var equation = EinsumEquation.Parse(context.Node.Attrs.Text("equation"), context.Node.Inputs.Count);
            return [.. equation.Inputs.Select((_, i) => (Output?)Gradient(context, equation, i))];
        },
    };

    // The output's gradient times the other input gives the labels that both know; over those that only this input has, and off its
    // diagonals, the gradient is spread by a product with ones.
    private static Output Gradient(GradientContext context, EinsumEquation equation, int input)
    {
        var (own, output) = (equation.Inputs[input], equation.Output);
        var other = equation.Inputs.Count == 2 ? equation.Inputs[1 - input] : null;
        var known = string.Concat(own.Distinct().Where(label => label != '.' && (output.Contains(label) || other?.Contains(label) == true)));
        var x = context.Input(input);
        var gradient = other is null
            ? Call(context, $"{output}->{(output.Contains('.') ? "." : "")}{known}", context.Gradient()!.Value)
            : Call(
                context,
                $"{output},{other}->{(output.Contains('.') ? "." : "")}{known}",
                context.Gradient()!.Value,
                Elementwise.Declaration.Conjugate(context, context.Input(1 - input)));
        var kept = own.Contains('.') ? $".{known}" : known;
        if (output.Contains('.'))
            gradient = Broadcasts.ReduceTo(context, gradient, kept == own ? x : Call(context, $"{own}->{kept}", x));
        return kept == own ? gradient : Call(context, $"{kept},{own}->{own}", gradient, context.Call("OnesLike", x));
    }

    private static Output Call(GradientContext context, string equation, params Output[] inputs) =>
        context.Call("Einsum", inputs, ("equation", equation.Replace(".", "...", StringComparison.Ordinal)));
}
