using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.gradients</c>: the derivatives of ys with respect to xs.</summary>
internal static class GradientBuilders
{
    public static Builder Gradients { get; } = new()
    {
        Names = ["gradients"],
        Signature =
        [
            "ys: tensor", "xs: tensor", "grad_ys: tensor = None", "stop_gradients: tensor = None",
            "unconnected_gradients: string = 'none'",
        ],
        Expand = Expand,
    };

    /// <summary>The gradients as the builder's nodes under the name of a call.</summary>
    public static Output?[] Add(Call call, string scope, GradientRequest request)
    {
        var graph = call.Context.Graph;
        var outer = graph.Scope;
        graph.Scope = scope;
        try
        {
            var gradients = Backpropagation.Gradients(graph, request);
            graph.AddGradient(new GradientDeclaration(request, gradients, call.Context.Current.Name));
            return gradients;
        }
        finally
        {
            graph.Scope = outer;
        }
    }

    /// <summary>The tensors as the outputs of a node under the call's name, which stands for the list.</summary>
    public static TensorOperand List(Call call, IReadOnlyList<Output> tensors) =>
        call.Result(new Output(call.Context.Add(Catalogue.Get("IdentityN"), call.Name, tensors, null, call.Origin), 0));

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var (ys, xs) = (TensorLists.Outputs(call, "ys"), TensorLists.Outputs(call, "xs"));
        var request = new GradientRequest
        {
            Ys = ys,
            Xs = xs,
            YGradients = call.Has("grad_ys") ? YGradients(call, ys) : [],
            Stops = call.Has("stop_gradients") ? TensorLists.Outputs(call, "stop_gradients") : [],
        };
        var isZero = Unconnected(call);
        var gradients = Add(call, call.Name + "/", request);
        var results = xs.Select((x, i) => gradients[i] ?? (isZero ? Zeros(call, x) : throw Missing(call, request, x))).ToArray();
        return xs.Count == 1 && call["xs"] is not ListOperand
            ? call.Add("Identity", call.Name, results)
            : List(call, results);
    }

    /// <summary>A literal gets the dtype of its y; a list is one gradient when the ys are no list.</summary>
    private static Output?[] YGradients(Call call, List<Output> ys)
    {
        var given = Values.Resolve(call.Context, call["grad_ys"]);
        Operand[] items = given is ListOperand list && (ys.Count > 1 || call["ys"] is ListOperand) ? list.Items : [given];
        if (items is [TensorOperand { IsWhole: true }] && ys.Count > 1)
            return [.. TensorLists.Outputs(call, "grad_ys").Select(output => (Output?)output)];
        if (items.Length != ys.Count)
            throw call.Error($"grad_ys has {items.Length} tensors, and there are {ys.Count} ys");
        return
        [
            .. items.Select((item, i) => (Output?)Values.ToOutput(
                call.Context, Values.Resolve(call.Context, item), ys[i].DType, "grad_ys")),
        ];
    }

    private static bool Unconnected(Call call) => call.Attr<string>("unconnected_gradients") switch
    {
        "none" => false,
        "zero" => true,
        var other => throw call.Error($"Unknown value for unconnected_gradients: '{other}'", "use 'none' or 'zero'"),
    };

    private static Output Zeros(Call call, Output x) =>
        call.Context.Add("ZerosLike", call.Below("zeros_like"), [x], call.Origin);

    private static GraphRunException Missing(Call call, GradientRequest request, Output x) => new(
        ErrorCode.NoGradient,
        $"no gradient flows from '{string.Join("', '", request.Ys)}' to '{x}'",
        call.Origin.Span,
        "check that the one is computed from the other by differentiable ops, or write unconnected_gradients='zero'",
        call.Context.Current.Name);
}
