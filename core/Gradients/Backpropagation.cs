using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>
/// Reverse accumulation as in TensorFlow's <c>tf.gradients</c> (<c>python/ops/gradients_util.py</c>): walks the graph from the ys back
/// to the xs, adds up what arrives at each output and asks every op's <see cref="OpDef.Gradient"/> for the gradients of its inputs. The
/// result is made of ordinary nodes under the builder's scope, those of an op <c>a/b</c> under <c>a/b_grad/</c>.
/// </summary>
public sealed class Backpropagation
{
    private readonly GraphBuilder builder;
    private readonly string scope;
    private readonly HashSet<Output> stops;
    private readonly Dependents dependents;
    private readonly Dictionary<Output, List<Output>> arrived = [];
    private readonly Dictionary<Output, Output> sums = [];
    private readonly Dictionary<Node, Node> origins = [];
    private readonly Dictionary<string, Output> variables = [];

    private Backpropagation(GraphBuilder builder, GradientRequest request)
    {
        this.builder = builder;
        scope = builder.Scope;
        stops = [.. request.Stops];
        foreach (var x in request.Xs)
        {
            if (x.Node.Op.DeclaresVariable)
                variables.TryAdd(VariableDeclaration.NameOf(x.Node), x);
        }

        dependents = new Dependents(builder.Nodes, request.Xs, variables.Keys);
    }

    /// <summary>Adds the nodes of the gradients.</summary>
    /// <returns>One gradient per x, of its shape; null where none of the ys depends on it.</returns>
    /// <exception cref="GraphRunException">
    /// An op between a y and an x has no gradient, a complex y has no gradient given, or a given one does not fit its y.
    /// </exception>
    public static Output?[] Gradients(GraphBuilder builder, GradientRequest request)
    {
        var pass = new Backpropagation(builder, request);
        var last = builder.Nodes.Count - 1;
        for (var i = 0; i < request.Ys.Count; i++)
            pass.Start(request.Ys[i], i < request.YGradients.Count ? request.YGradients[i] : null, i);
        try
        {
            for (var i = last; i >= 0; i--)
                pass.Visit(builder.Nodes[i]);
            builder.Scope = pass.scope;
            return [.. request.Xs.Select(pass.Sum)];
        }
        finally
        {
            builder.Scope = pass.scope;
        }
    }

    private void Start(Output y, Output? given, int index)
    {
        if (given is { } gradient && (gradient.DType != y.DType || !y.Shape.Accepts(gradient.Shape)))
            throw GradientErrors.WrongYGradient(y, gradient);
        if (given is null && y.DType.IsComplex())
            throw GradientErrors.ComplexY(y);
        if (dependents.Contains(y))
            Arrive(y, given ?? Ones(y, index));
    }

    private Output Ones(Output y, int index)
    {
        var one = builder.Constant(Scalars.Of(1, y.DType), $"grad_ys_{index}");
        return y.Shape.IsScalar ? one : builder.Call("Fill", builder.Call("Shape", y), one);
    }

    private void Visit(Node node)
    {
        if (!dependents.Contains(node))
            return;
        var gradients = new Output?[node.OutputDTypes.Length];
        var isReached = false;
        for (var i = 0; i < gradients.Length; i++)
        {
            var output = new Output(node, i);
            if (!stops.Contains(output))
                isReached |= (gradients[i] = Sum(output)) is not null;
        }

        if (isReached)
            Differentiate(node, gradients);
    }

    private void Differentiate(Node node, Output?[] gradients)
    {
        var rule = node.Op.Gradient ?? throw GradientErrors.NoRule(node, PathThrough(node));
        builder.Scope = $"{scope}{node.Name}_grad/";
        var inputs = rule(new GradientContext(builder, node, gradients)
        {
            Dependents = dependents,
            Variables = variables,
            Arrive = Arrive,
        });
        if (inputs.Count != node.Inputs.Count)
            throw GradientErrors.WrongCount(node, inputs.Count);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is not { } gradient || !dependents.Contains(node.Inputs[i]))
                continue;
            if (!node.Inputs[i].DType.IsReference() && !node.Inputs[i].Shape.Accepts(gradient.Shape))
                throw GradientErrors.WrongShape(node, i, gradient.Shape);
            origins.TryAdd(node.Inputs[i].Node, node);
            Arrive(node.Inputs[i], gradient);
        }
    }

    private void Arrive(Output output, Output gradient)
    {
        if (!arrived.TryGetValue(output, out var gradients))
            arrived.Add(output, gradients = []);
        gradients.Add(gradient);
    }

    private Output? Sum(Output output)
    {
        if (sums.TryGetValue(output, out var known))
            return known;
        if (!arrived.TryGetValue(output, out var gradients))
            return null;
        builder.Scope = scope;
        var sum = gradients.Count == 1 ? gradients[0] : IndexedSlices.Sum(builder, gradients) ?? builder.Call("AddN", [.. gradients]);
        sums.Add(output, sum);
        return sum;
    }

    /// <summary>From the y by which the walk came to a node, through it, down to an x.</summary>
    private List<Node> PathThrough(Node node)
    {
        var path = new List<Node> { node };
        while (origins.TryGetValue(path[0], out var user))
            path.Insert(0, user);
        while (path[^1].Inputs.FirstOrDefault(dependents.Contains) is { Node: { } next })
            path.Add(next);
        return path;
    }
}
