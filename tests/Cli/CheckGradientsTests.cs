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
}
