using GraphRun.Tests.Examples;
using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>The logistic regression of the README, and the mistakes that who comes from Python makes in it.</summary>
public sealed class FirstGraphTests : IDisposable
{
    private const string Loss = "sigmoid_cross_entropy_with_logits(labels=y, logits=logits)";
    private const string Data = "--data measurements=measurements.csv --data species=species.csv";

    private readonly Workspace workspace = new();

    public FirstGraphTests() => ExampleFolder.CopyTo(workspace, "iris");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void The_readme_shows_the_graph_and_what_it_prints()
    {
        var readme = File.ReadAllText(Workspace.RepositoryFile("README.md"));
        var training = $"train virginica.yaml {Data} --epochs 200 --every 500 --shuffle --fetch loss,accuracy";
        const string asking = "run virginica.yaml --feed measurements=[[6.3,3.3,6.0,2.5],[5.1,3.5,1.4,0.2]] --fetch probability";
        var trained = workspace.Run(training.Split(' '));
        var asked = workspace.Run(asking.Split(' '));

        Assert.Contains($"```yaml\n{File.ReadAllText(workspace.PathOf("virginica.yaml"))}```", readme, StringComparison.Ordinal);
        Assert.Contains($"$ graphrun {training}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"\n{trained.Output}$ graphrun {asking}\n{asked.Output}```", readme, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method", "minimize(loss, adam(0.05))", "tf.train.AdamOptimizer(0.05).minimize(loss)")]
    [InlineData("word", "adam(0.05)", "adam")]
    [InlineData("quoted", "adam(0.05)", "adam('0.05')")]
    [InlineData("gradient-descent", "adam(0.05)", "gradient_descent(0.05)")]
    [InlineData("keyword", "adam(0.05)", "adam(learnin_rate=0.05)")]
    [InlineData("no-optimizer", "minimize(loss, adam(0.05))", "minimize(loss)")]
    [InlineData("get-variable", "variable(zeros([4, 1]))", "tf.get_variable(\"w\", [4, 1])")]
    [InlineData("name", "placeholder(int32, [batch])", "tf.placeholder(tf.int32, [None], name='species')")]
    [InlineData("column", "squeeze(measurements @ w + b, axis=[1])", "tf.matmul(measurements, w) + b")]
    [InlineData("integer-labels", "cast(equal(species, 2), float32)", "species")]
    [InlineData("truth-labels", "cast(equal(species, 2), float32)", "equal(species, 2)")]
    [InlineData("library", Loss, "tf.losses.sigmoid_cross_entropy(y, logits)")]
    [InlineData("float-classes", Loss, "sparse_softmax_cross_entropy_with_logits(labels=y, logits=measurements)")]
    [InlineData("class-column", Loss, "sparse_softmax_cross_entropy_with_logits(labels=expand_dims(species, 1), logits=measurements)")]
    [InlineData("shape", "measurements @ w + b", "tf.matmul(w, measurements) + b")]
    [InlineData("python", "sigmoid(logits)", "np.exp(logits)")]
    public async Task A_mistake_is_told_with_what_to_write(string name, string right, string wrong)
    {
        var text = File.ReadAllText(workspace.PathOf("virginica.yaml"));
        workspace.Write("mine.yaml", text.Replace(right, wrong, StringComparison.Ordinal));

        await Verifier.Verify(workspace.Run("check", "mine.yaml").Error).UseParameters(name);
    }

    [Theory]
    [InlineData("same-names", "train virginica.yaml --data measurements.csv --data species.csv --steps 1")]
    [InlineData("one-table", "train virginica.yaml --data measurements=both.csv --data species=both.csv:species --steps 1")]
    [InlineData("no-column", "train virginica.yaml --data both.csv --steps 1")]
    [InlineData("no-header", "train virginica.yaml --data nameless.csv --steps 1")]
    [InlineData("no-labels", "train virginica.yaml --data measurements=measurements.csv --steps 1")]
    [InlineData("no-end", $"train virginica.yaml {Data}")]
    [InlineData("no-loss", $"train virginica.yaml {Data} --steps 1 --fetch cost")]
    [InlineData("no-target", $"train virginica.yaml {Data} --steps 1 --target optimize")]
    [InlineData("batch", $"train virginica.yaml {Data} --steps 1 --batch 10")]
    [InlineData("not-initialized", "run virginica.yaml --feed measurements=@measurements.csv --fetch probability")]
    [InlineData("row", "run virginica.yaml --init --feed measurements=[6.3,3.3,6.0,2.5] --fetch probability")]
    public async Task A_mistake_on_the_command_line_is_told_with_what_to_write(string name, string command)
    {
        var (rows, labels) = (File.ReadAllLines(workspace.PathOf("measurements.csv")), File.ReadAllLines(workspace.PathOf("species.csv")));
        workspace.Write("both.csv", string.Join('\n', rows.Zip(labels, (row, label) => $"{row},{label}")));
        workspace.Write("nameless.csv", string.Join('\n', rows.Skip(1)));

        await Verifier.Verify(workspace.Run(command.Split(' ')).Error).UseParameters(name);
    }

    [Fact]
    public void A_training_that_has_nothing_left_to_do_says_so()
    {
        var command = $"train virginica.yaml {Data} --steps 2".Split(' ');
        workspace.Run(command);

        Assert.Equal(
            "nothing is left to do: the session has made 2 steps; ask for more with --epochs or --steps\n", workspace.Run(command).Error);
    }
}
