using System.Runtime.CompilerServices;
using System.Text;
using GraphRun.Ops;
using Xunit;

namespace GraphRun.Tests.Ops;

/// <summary>The list of ops in the README is the catalogue's. With <c>VERIFY_ACCEPT=1</c> the test writes it.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- ops -->\n";
    private const string End = "<!-- /ops -->";

    [Fact]
    public void The_README_lists_the_ops_of_the_catalogue()
    {
        var path = Path.Combine(Root(), "README.md");
        var readme = File.ReadAllText(path);
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        if (Snapshot.MayAccept)
            File.WriteAllText(path, readme[..begin] + List() + readme[end..]);
        else
            Assert.Equal(List(), readme[begin..end]);
    }

    private static string List()
    {
        var text = new StringBuilder($"{Catalogue.All.Count} ops:\n\n| family | ops |\n|---|---|\n");
        foreach (var family in Catalogue.All.GroupBy(op => op.Family).OrderBy(family => family.Key, StringComparer.Ordinal))
            text.Append($"| {family.Key} | {string.Join(", ", family.Select(op => op.Type))} |\n");
        return text.ToString();
    }

    private static string Root([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..");
}
