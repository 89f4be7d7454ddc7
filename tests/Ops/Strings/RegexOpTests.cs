using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Strings;

/// <summary>Expectations are the examples of TensorFlow's documentation, of RE2's syntax page, or counted by hand.</summary>
public sealed class RegexOpTests
{
    // tf.strings.regex_replace("Text with tags.<br /><b>contains html</b>", "<[^>]+>", " ")
    [Theory]
    [InlineData("Text with tags.<br /><b>contains html</b>", "<[^>]+>", " ", "Text with tags.  contains html ")]
    [InlineData("a1b22", "([a-z])([0-9]+)", "\\2\\1", "1a22b")]
    [InlineData("abc", "x*", "-", "-a-b-c-")]
    [InlineData("baac", "a*", "x", "xbxcx")]
    [InlineData("a.b.c", "\\Q.\\E", "_", "a_b_c")]
    [InlineData("x7 ٣", "\\d", "#", "x# ٣")]
    [InlineData("ab12", "[[:alpha:]]", "_", "__12")]
    [InlineData("key=v", "(?P<name>\\w+)=(.)", "\\2 \\0", "v key=v")]
    [InlineData("end\n", "d$", "D", "end\n")]
    [InlineData("é€", ".", "x", "xx")]
    public void Every_match_is_replaced(string text, string pattern, string rewrite, string expected)
    {
        Assert.Equal([expected], Texts(Single("RegexReplace", [Text(text), Tensor.Scalar(pattern), Tensor.Scalar(rewrite)])));
        Assert.Equal([expected], Texts(Single("StaticRegexReplace", [Text(text)], ("pattern", pattern), ("rewrite", rewrite))));
    }

    [Fact]
    public void Only_the_first_match_is_replaced_where_asked() => Assert.Equal(
        ["xa"], Texts(Single("RegexReplace", [Text("aa"), Tensor.Scalar("a"), Tensor.Scalar("x")], ("replace_global", false))));

    // tf.strings.regex_full_match(["TF lib", "lib TF"], ".*lib$"); "Zoo" of a matcher that only finds would match "oo".
    [Theory]
    [InlineData(".*lib$", "bool[2] true false")]
    [InlineData("lib", "bool[2] false false")]
    [InlineData("(TF|lib) (TF|lib)", "bool[2] true true")]
    public void A_full_match_takes_the_whole_string(string pattern, string expected)
    {
        Assert.Equal(expected, Show(Single("RegexFullMatch", [Text("TF lib", "lib TF"), Tensor.Scalar(pattern)])));
        Assert.Equal(expected, Show(Single("StaticRegexFullMatch", [Text("TF lib", "lib TF")], ("pattern", pattern))));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_stay_as_they_are()
    {
        var replaced = Single("RegexReplace", [Tensor.Vector<byte[]>([0xFF, (byte)'a', 0xFE]), Tensor.Scalar("a"), Tensor.Scalar("é")]);
        Assert.Equal([0xFF, 0xC3, 0xA9, 0xFE], replaced.Value<byte[]>());
    }

    [Fact]
    public void A_pattern_that_is_none_is_refused()
    {
        Assert.StartsWith("Invalid pattern: (a, error: ", Error("RegexFullMatch", [Text("a"), Tensor.Scalar("(a")]));
        Assert.Equal(
            "Invalid rewrite: \\1: the pattern has 0 groups", Error("RegexReplace", [Text("a"), Tensor.Scalar("a"), Tensor.Scalar("\\1")]));
    }
}
