using Xunit;

namespace GraphRun.Tests.Cli;

public sealed class CheckGradientsTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Each_gradient_is_compared_with_central_differences()
    {
        workspace.Write(
            "g.yaml",
            """
            graphrun: 1
            nodes:
              x: placeholder(float32, [batch, 3])
              w: variable(random_normal([3, 2], seed=1))
              b: variable(zeros([2]))
              noise: random_uniform([2], seed=2)
              hidden: tanh(x @ w + b) * noise
              loop: 'while_loop(lambda i, a: i < 3, lambda i, a: [i + 1, a * hidden], [0, hidden])'
              loss: 'reduce_sum(`loop:1`)'
              train: minimize(loss, sgd(0.1))
              g: gradients(loss, x)
            """);

        var result = workspace.Run("check", "g.yaml", "--gradients");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("train: the gradient with respect to w equals central differences", result.Error);
        Assert.Contains("train: the gradient with respect to b equals central differences", result.Error);
        Assert.Contains("g: the gradient with respect to x equals central differences", result.Error);
    }

    [Fact]
    public void A_gradient_that_is_cut_off_differs()
    {
        workspace.Write("g.yaml", "graphrun: 1\nnodes:\n  w: variable(3.0)\n  loss: w * stop_gradient(w)\n  g: gradients(loss, w)\n");

        var result = workspace.Run("check", "g.yaml", "--gradients");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("GR3004", result.Error);
        Assert.Contains("g: the gradient with respect to w differs from central differences by 0.5", result.Error);
    }

    [Fact]
    public void Where_a_function_has_an_edge_there_is_nothing_to_compare()
    {
        workspace.Write("g.yaml", "graphrun: 1\nnodes:\n  w: variable([0.0, 2.0, 3.0])\n  loss: reduce_sum(relu(w) * w + relu(w))\n  g: gradients(loss, w)\n");

        var result = workspace.Run("check", "g.yaml", "--gradients");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("equals central differences within 0 (2 elements)", result.Error);
    }

    [Fact]
    public void Feeds_say_what_gradients_are_compared_with_and_how_large_dims_of_a_name_are()
    {
        workspace.Write(
            "g.yaml",
            """
            graphrun: 1
            nodes:
              x: placeholder(float32, [rows])
              i: placeholder(int32, [rows])
              w: variable([1.0, 2.0])
              checked: assert_one(i)
              loss: reduce_sum(x * gather(w, checked))
              g: gradients(loss, w)
            functions:
              assert_one(i): {nodes: {ok: "Assert(reduce_all(equal(i, 1)), [i])", same: {op: Identity, inputs: [i], after: [ok]}}, returns: same}
            """);

        Assert.Contains("assertion failed", workspace.Run("check", "g.yaml", "--gradients").Error);
        var fed = workspace.Run("check", "g.yaml", "--gradients", "--feed", "i=[1,1,1]");
        Assert.Contains("g: the gradient with respect to w equals central differences", fed.Error);
    }
}
