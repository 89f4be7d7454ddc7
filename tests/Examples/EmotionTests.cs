using System.Text.Json;
using GraphRun.Tests.Cli;
using GraphRun.Tests.Conformance;
using Xunit;

namespace GraphRun.Tests.Examples;

public sealed class EmotionTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    /// <summary>The face was drawn surprised, which is the sixth number.</summary>
    [ModelTheory]
    [InlineData("emotion")]
    public void The_face_is_surprised(string model)
    {
        File.Copy(Workspace.RepositoryFile("examples/emotion/face.png"), workspace.PathOf("face.png"));
        foreach (var extension in new[] { ".json", ".bin" })
            File.Copy(Path.Combine(ModelTheoryAttribute.Folder!, model + extension), workspace.PathOf(model + extension));

        var result = workspace.Run(
            "run", "emotion.json", "--feed", "input_1=@face.png:channels=gray,resize=bilinear,scale=1/255,mean=0.5,std=0.5", "--format", "json");

        using var json = JsonDocument.Parse(result.Output);
        var outputs = json.RootElement.GetProperty("outputs").GetProperty("Identity:0").GetProperty("data")[0];
        Assert.Equal(5, outputs.EnumerateArray().Select((value, index) => (value.GetSingle(), index)).Max().index);
    }
}
