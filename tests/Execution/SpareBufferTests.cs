using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Execution;

/// <summary>Optimizers write over former values of their variables; whoever has read one keeps it all the same.</summary>
public sealed class SpareBufferTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Fetched_values_stay_what_they_were()
    {
        var (_, plan) = Plan(["w", "copy", "w@post"]);

        var results = Enumerable.Range(0, 6).Select(_ => plan.Run([Tensor.Scalar(1f)])).ToList();

        // Plain descent with a rate of 1 on the sum: each step takes 1 off.
        for (var i = 0; i < results.Count; i++)
        {
            Assert.Equal([10f - i, 20 - i], results[i][0].Values<float>().ToArray());
            Assert.Equal([10f - i, 20 - i], results[i][1].Values<float>().ToArray());
            Assert.Equal([9f - i, 19 - i], results[i][2].Values<float>().ToArray());
        }
    }

    [Fact]
    public void Values_read_from_the_session_stay_what_they_were()
    {
        var (session, plan) = Plan([]);

        var read = new List<Tensor>();
        for (var i = 0; i < 6; i++)
        {
            plan.Run([Tensor.Scalar(1f)]);
            read.Add(session.Variable("w").Value!);
        }

        for (var i = 0; i < read.Count; i++)
            Assert.Equal([9f - i, 19 - i], read[i].Values<float>().ToArray());
    }

    [Fact]
    public void A_run_that_is_taken_back_leaves_the_value_that_was()
    {
        var (session, plan) = Plan([]);
        for (var i = 0; i < 3; i++)
            plan.Run([Tensor.Scalar(1f)]);

        for (var i = 0; i < 3; i++)
        {
            plan.Evaluate([Tensor.Scalar(1f)]);
            Assert.Throws<GraphRunException>(() => plan.Run([Tensor.Scalar(-1f)]));
        }

        plan.Run([Tensor.Scalar(1f)]);
        Assert.Equal([6f, 16], session.Variable("w").Value!.Values<float>().ToArray());
    }

    [Fact]
    public void Steps_of_training_write_over_the_former_values()
    {
        var (session, plan) = Plan([]);
        for (var i = 0; i < 4; i++)
            plan.Run([Tensor.Scalar(1f)]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            plan.Run([Tensor.Scalar(1f)]);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100 * LargeBytes, "each step allocates the variable again");
        Assert.Equal(-94f, session.Variable("w").Value!.Values<float>()[0]);
    }

    private const int LargeBytes = 40_000;

    private (Session Session, Plan Plan) Plan(string[] fetches)
    {
        File.WriteAllText(path, $$"""
            graphrun: 1
            nodes:
              x: placeholder(float32, [])
              w: variable([10.0, 20.0])
              large: variable(zeros([{{LargeBytes / sizeof(float)}}]))
              copy: identity(w)
              loss: x * (reduce_sum(w) + reduce_sum(large))
              train: minimize(loss, sgd(1.0))
              fails: {expr: 'Assert(x > 0.0, ["no"])', after: [train]}
            """);
        var graph = Binder.Load(path);
        var session = new Session();
        session.Initialize(graph);
        var plan = Planner.Plan(graph, session, new RunRequest
        {
            Feeds = [new Output(OutputNames.FindNode(graph, "x"), 0)],
            Fetches = [.. fetches.Select(fetch => Fetch.Parse(graph, fetch))],
            Targets = [OutputNames.FindNode(graph, "train"), OutputNames.FindNode(graph, "fails")],
        });
        return (session, plan);
    }
}
