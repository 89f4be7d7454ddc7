using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>
/// Compares the gradients of a graph with central differences, both in float64. Variables have their initial values, random ops their
/// first numbers, and placeholders that are not fed numbers between 0.1 and 0.9, integers 0; a dim that is not known is 2, or what a feed
/// says of a dim of its name.
/// </summary>
public sealed class GradientCheck
{
    /// <summary>The largest relative difference that is put down to rounding.</summary>
    public const double Tolerance = 1e-6;

    private const int MostElements = 32;
    private const double Distance = 1e-5;

    private readonly WideGraph wide;
    private readonly Session session = new();
    private readonly List<(Output Output, Tensor Value)> feeds;

    /// <param name="given">What outputs of the graph are fed, in their own dtypes.</param>
    /// <exception cref="Errors.GraphRunException">An op does not compute in float64, or an initializer fails.</exception>
    public GradientCheck(Graph graph, IReadOnlyList<(Output Output, Tensor Value)> given)
    {
        wide = new WideGraph(graph);
        feeds = [.. given.Select(feed => (wide[feed.Output], WideGraph.Widen(feed.Value)))];
        var sizes = Sizes(feeds);
        foreach (var node in wide.Graph.Nodes.Where(node => node.Op.Name == "Placeholder" && !feeds.Exists(feed => feed.Output.Node == node)))
            feeds.Add((new Output(node, 0), Sample(node, sizes)));
        session.Initialize(wide.Graph, feeds);
    }

    /// <summary>Compares the gradients of one declaration, at most 32 elements of each, those where the function has an edge left out.</summary>
    /// <exception cref="Errors.GraphRunException">A run fails.</exception>
    public IReadOnlyList<GradientDifference> Compare(GradientDeclaration declaration)
    {
        var differences = new List<GradientDifference>();
        for (var i = 0; i < declaration.Gradients.Count; i++)
        {
            if (declaration.Gradients[i] is { } gradient)
                differences.Add(Compare(declaration.Request, declaration.Request.Xs[i], gradient));
        }

        return differences;
    }

    private GradientDifference Compare(GradientRequest request, Output x, Output gradient)
    {
        var known = Run([wide[gradient]], [])[0];
        var value = Value(x);
        var plan = new Objective(this, request, x);
        var (largest, place, edges, count) = (0.0, 0L, 0, Math.Min(MostElements, value.ElementCount));
        var scale = 1e-3 * known.Values<double>().ToArray().Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var i = 0L; i < count; i++)
        {
            var element = (int)(i * value.ElementCount / count);
            var distance = Distance * Math.Max(1, Math.Abs(value.Values<double>()[element]));
            var (above, below) = (plan.At(Moved(value, element, distance)), plan.At(Moved(value, element, -distance)));
            var expected = (above - below) / (2 * distance);
            var got = known.Values<double>()[element];
            var rounding = 1e-14 * (Math.Abs(above) + Math.Abs(below)) / distance;
            var size = Math.Max(Math.Max(Math.Abs(expected), Math.Abs(got)), Math.Max(scale, 1e-8));
            var difference = double.IsNaN(expected - got) ? double.PositiveInfinity : Math.Max(0, Math.Abs(expected - got) - rounding) / size;
            if (difference > Tolerance && IsEdge(plan, value, element, distance))
                edges++;
            else if (difference > largest)
                (largest, place) = (difference, element);
        }

        return new GradientDifference(x, largest, place, (int)count - edges);
    }

    /// <summary>
    /// The function has an edge near the point, as a relu has at 0, so that central differences tell nothing: slopes on both sides of a smooth
    /// one differ by half as much at half the distance.
    /// </summary>
    private static bool IsEdge(Objective objective, Tensor value, int element, double distance)
    {
        var here = objective.At(value);
        var (wide, narrow) = (Bend(distance), Bend(distance / 2));
        return wide > 1e-12 * Math.Abs(here) / distance && Math.Abs((narrow / wide) - 0.5) > 0.1;

        double Bend(double step) =>
            Math.Abs(objective.At(Moved(value, element, step)) - (2 * here) + objective.At(Moved(value, element, -step))) / step;
    }

    private static Dictionary<string, long> Sizes(List<(Output Output, Tensor Value)> feeds)
    {
        var sizes = new Dictionary<string, long>();
        foreach (var (output, value) in feeds)
        {
            for (var axis = 0; axis < output.Shape.Rank && axis < value.Rank; axis++)
            {
                if (output.Shape.NameOf(axis) is { } name)
                    sizes[name] = value.Shape[axis];
            }
        }

        return sizes;
    }

    private Tensor Value(Output x) => x.Node.Op.DeclaresVariable
        ? session.Variable(VariableDeclaration.NameOf(x.Node)).Value!
        : Run([wide[x]], [])[0];

    private static Tensor Moved(Tensor value, int element, double distance)
    {
        var moved = Tensor.Of(value.Shape, value.Values<double>());
        moved.Writable<double>()[element] += distance;
        return moved;
    }

    private Tensor[] Run(Fetch[] fetches, (Output Output, Tensor Value)[] more)
    {
        var plan = Plan(fetches, [.. more.Select(feed => feed.Output)]);
        return plan.Evaluate([.. feeds.Select(feed => feed.Value), .. more.Select(feed => feed.Value)]);
    }

    private Plan Plan(Fetch[] fetches, Output[] more)
    {
        var rest = feeds.Select(feed => feed.Output).Where(output => !more.Contains(output));
        return Planner.Plan(wide.Graph, session, new RunRequest { Fetches = fetches, Feeds = [.. rest, .. more] });
    }

    private static Tensor Sample(Node placeholder, Dictionary<string, long> sizes)
    {
        var declared = placeholder.OutputShapes[0];
        var dims = new long[Math.Max(declared.Rank, 0)];
        for (var axis = 0; axis < dims.Length; axis++)
            dims[axis] = declared[axis] != Shape.Unknown ? declared[axis] : sizes.GetValueOrDefault(declared.NameOf(axis) ?? "", 2);
        var sample = Tensor.Allocate(placeholder.OutputDTypes[0], Shape.Of(dims));
        Filling.Zeros(sample);
        if (sample.DType == DType.Float64)
        {
            var numbers = new PhiloxStream(Philox.FromSeeds(OpSeed.DefaultGraphSeed, OpSeed.FromName(placeholder.Name)));
            foreach (ref var element in sample.Writable<double>())
                element = 0.1 + (0.8 * numbers.NextDouble());
        }

        return sample;
    }

    /// <summary>The sum of the ys, each weighted by its given gradient, as a function of one x.</summary>
    private sealed class Objective
    {
        private readonly GradientCheck check;
        private readonly Output x;
        private readonly bool isVariable;
        private readonly Plan plan;
        private readonly Tensor[] given;
        private readonly Tensor?[] weights;

        internal Objective(GradientCheck check, GradientRequest request, Output x)
        {
            (this.check, this.x, isVariable) = (check, check.wide[x], x.Node.Op.DeclaresVariable);
            plan = check.Plan([.. request.Ys.Select(y => new Fetch(check.wide[y]))], isVariable ? [] : [this.x]);
            given = [.. check.feeds.Where(feed => isVariable || feed.Output != this.x).Select(feed => feed.Value)];
            weights = [.. request.Ys.Select((_, i) => request.YGradients.ElementAtOrDefault(i) is { } weight ? check.Run([check.wide[weight]], [])[0] : null)];
        }

        internal double At(Tensor value)
        {
            var ys = isVariable ? WithVariable(value) : plan.Evaluate([.. given, value]);
            var sum = 0.0;
            for (var i = 0; i < ys.Length; i++)
            {
                var y = ys[i].Values<double>();
                var weight = weights[i] is { } tensor ? tensor.Values<double>() : default;
                for (var element = 0; element < y.Length; element++)
                    sum += y[element] * (weight.IsEmpty ? 1 : weight[element]);
            }

            return sum;
        }

        private Tensor[] WithVariable(Tensor value)
        {
            var variable = check.session.Variable(VariableDeclaration.NameOf(x.Node));
            var before = variable.Value;
            variable.Assign(value);
            try
            {
                return plan.Evaluate(given);
            }
            finally
            {
                variable.Assign(before);
            }
        }
    }
}

/// <summary>How far a gradient is from the central differences.</summary>
/// <param name="X">What it is taken with respect to.</param>
/// <param name="Largest">The largest relative difference found.</param>
/// <param name="Element">Where that was, in row-major order.</param>
/// <param name="Compared">How many elements were compared.</param>
public sealed record GradientDifference(Output X, double Largest, long Element, int Compared)
{
    /// <summary>The gradient is right as far as float64 can tell.</summary>
    public bool IsRight => Largest <= GradientCheck.Tolerance;
}
