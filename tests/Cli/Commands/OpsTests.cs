using System.Text.Json;
using GraphRun.Ops;
using Xunit;

namespace GraphRun.Tests.Cli.Commands;

public sealed class OpsTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Every_op_has_a_line_with_its_type_family_name_and_first_sentence()
    {
        var lines = workspace.Run("ops").Output.TrimEnd('\n').Split('\n');
        Assert.Equal(Catalogue.All.Select(op => op.Type), lines.Select(line => line.Split(' ')[0]));
        Assert.Matches("^Assign +State +assign +Writes a value to a variable\\.$", lines.Single(line => line.StartsWith("Assign ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Assign")]
    [InlineData("constant")]
    [InlineData("cumsum")]
    public async Task One_op_is_shown_by_type_or_expression_name(string name) =>
        await Verifier.Verify(workspace.Run("ops", name).Output).UseParameters(name);

    [Fact]
    public async Task One_op_can_be_had_as_json() => await Verifier.Verify(workspace.Run("ops", "Assign", "--json").Output);

    [Fact]
    public void All_ops_can_be_had_as_json()
    {
        using var json = JsonDocument.Parse(workspace.Run("ops", "--json").Output);
        Assert.Equal(Catalogue.All.Select(op => op.Type), json.RootElement.EnumerateArray().Select(op => op.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task An_unknown_op_names_its_nearest() => await Verifier.Verify(workspace.Run("ops", "MatMull").ToString());
}
