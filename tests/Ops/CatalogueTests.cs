using GraphRun.Errors;
using GraphRun.Ops;
using Xunit;

namespace GraphRun.Tests.Ops;

/// <summary>What every op's declaration owes, whatever it computes.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string> Types => [.. Catalogue.All.Select(op => op.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void An_op_is_found_under_the_name_it_declares(string type) => Assert.Equal(type, Catalogue.Get(type).Name);

    [Theory]
    [MemberData(nameof(Types))]
    public void The_signature_of_an_op_parses(string type)
    {
        var signature = Catalogue.Get(type).Signature;

        Assert.Equal(signature.Attrs.Count, signature.Attrs.Select(attr => attr.Name).Distinct().Count());
        Assert.All(signature.Inputs.Concat(signature.Outputs), arg => Assert.True(
            arg.NumberAttr is null || signature.IndexOfAttr(arg.NumberAttr) >= 0, $"'{arg.Name}' counts by an attr that is not declared"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_parameters_of_an_op_name_its_inputs_and_attrs(string type)
    {
        var op = Catalogue.Get(type);
        var known = op.Signature.Inputs.Select(input => input.Name).Concat(op.Signature.Attrs.Select(attr => attr.Name)).ToHashSet();

        Assert.All(op.Parameters, parameter => Assert.Contains(parameter.Split(':', '=')[1].Trim(), known));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void An_op_says_what_it_computes(string type) => Assert.EndsWith(".", Catalogue.Get(type).Summary);

    [Fact]
    public void No_expression_name_stands_for_two_ops()
    {
        var names = Catalogue.All.SelectMany(op => op.Expressions).ToList();

        Assert.Equal(names.Distinct().Count(), names.Count);
    }

    [Fact]
    public void An_unknown_op_is_refused_in_TensorFlows_words_with_the_nearest_name()
    {
        var error = Assert.Throws<GraphRunException>(() => Catalogue.Get("Identitty"));

        Assert.Equal("Op type not registered 'Identitty'", error.Diagnostics[0].Message);
        Assert.Equal("did you mean 'Identity'?", error.Diagnostics[0].Help);
    }
}
