using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Checkpoints;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.Protobuf;
using Xunit;

namespace GraphRun.Tests.Formats.Checkpoints;

/// <summary>The checkpoints were written by <c>Fixtures/make_fixtures.py</c> from the documents of the format.</summary>
public class CheckpointFileTests
{
    public static TheoryData<string> Both => ["kinds", "compressed"];

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_kind_of_tensor_is_read(string name)
    {
        using var checkpoint = CheckpointFile.Open(Fixture.Checkpoint(name));
        Assert.Equal(["dense/bias", "dense/kernel", "embedding", "flags", "half", "nothing", "step", "wide", "words"], checkpoint.Names);
        Assert.Equal([1f, 2, 3, 4, 5, 6], checkpoint.Read("dense/kernel").Values<float>());
        Assert.Equal([0.5f, -0.5f, 0.25f], checkpoint.Read("dense/bias").Values<float>());
        Assert.Equal(1L << 40, checkpoint.Read("step").Value<long>());
        Assert.Equal([true, false, true], checkpoint.Read("flags").Values<bool>());
        Assert.Equal([(Half)1.5, (Half)(-2)], checkpoint.Read("half").Values<Half>());
        Assert.Equal("[0,4]", checkpoint.Read("nothing").Shape.ToString().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(["a", "", "hello"], checkpoint.Read("words").Values<byte[]>()[..3].ToArray().Select(Encoding.UTF8.GetString));
        Assert.Equal(200, checkpoint.Read("words").Values<byte[]>()[3].Length);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_parts_of_a_partitioned_tensor_are_put_together(string name)
    {
        using var checkpoint = CheckpointFile.Open(Fixture.Checkpoint(name));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), checkpoint.Read("embedding").Values<float>().ToArray());
        Assert.Equal(
            Enumerable.Range(0, 400).Select(i => (float)(i % 200 + 1000 * (i / 200))), checkpoint.Read("wide").Values<float>().ToArray());
    }

    [Fact]
    public void A_part_is_cut_out_as_RestoreV2_names_it()
    {
        var whole = Tensor.Of<float>(Shape.Of(3, 3), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal([4f, 5, 7, 8], SlicedTensor.Cut(whole, "3 3 1,2:1,2", "w").Values<float>());
        Assert.Equal([6f, 7, 8], SlicedTensor.Cut(whole, "3 3 2,1:-", "w").Values<float>());
        Assert.Throws<GraphRunException>(() => SlicedTensor.Cut(whole, "3 3 2,2:-", "w"));
    }

    [Fact]
    public void A_missing_tensor_is_told_in_the_words_of_TensorFlow()
    {
        using var checkpoint = CheckpointFile.Open(Fixture.Checkpoint("kinds"));
        var error = Assert.Throws<GraphRunException>(() => checkpoint.Read("w"));
        Assert.Contains("Key w not found in checkpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_byte_of_the_data_fails_the_checksum_of_its_tensor()
    {
        var folder = Fixture.Copy(Path.GetDirectoryName(Fixture.Checkpoint("kinds"))!);
        Damage(Path.Combine(folder, "model.ckpt-7.data-00000-of-00002"), 5);
        using var checkpoint = CheckpointFile.Open(Path.Combine(folder, "model.ckpt-7"));
        var error = Assert.Throws<GraphRunException>(() => checkpoint.Read("dense/kernel"));
        Assert.Contains("[dense/kernel]: the tensor does not match its checksum", error.Message, StringComparison.Ordinal);
        Assert.Equal([0.5f, -0.5f, 0.25f], checkpoint.Read("dense/bias").Values<float>());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Any_changed_byte_of_the_index_is_found_or_changes_nothing(string name)
    {
        var folder = Fixture.Copy(Path.GetDirectoryName(Fixture.Checkpoint(name))!);
        var path = Path.Combine(folder, "model.ckpt-7");
        var length = new FileInfo(path + ".index").Length;
        for (var i = 0; i < length; i++)
        {
            Damage(path + ".index", i);
            var error = Record.Exception(() => ReadAll(path));
            Assert.True(error is null or GraphRunException, $"byte {i}: {error}");
            Damage(path + ".index", i);
        }
    }

    [Fact]
    public void An_index_cut_off_anywhere_is_refused()
    {
        var bytes = File.ReadAllBytes(Fixture.Checkpoint("kinds") + ".index");
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "m");
        for (var length = 0; length < bytes.Length; length += 5)
        {
            File.WriteAllBytes(path + ".index", bytes[..length]);
            Assert.Equal(ErrorCode.InvalidModel, Assert.Throws<GraphRunException>(() => CheckpointFile.Open(path)).Code);
        }
    }

    [Fact]
    public void Data_that_is_cut_off_is_told_with_the_tensor_and_the_file()
    {
        var folder = Fixture.Copy(Path.GetDirectoryName(Fixture.Checkpoint("kinds"))!);
        using (var data = File.OpenWrite(Path.Combine(folder, "model.ckpt-7.data-00001-of-00002")))
            data.SetLength(4);
        using var checkpoint = CheckpointFile.Open(Path.Combine(folder, "model.ckpt-7"));
        var error = Assert.Throws<GraphRunException>(() => checkpoint.Read("dense/bias"));
        Assert.Contains("[dense/bias]: 12 bytes at byte 0 do not lie in ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.ckpt-7")]
    [InlineData("model.ckpt-7.index")]
    [InlineData("model.ckpt-7.data-00001-of-00002")]
    [InlineData("")]
    public void A_checkpoint_can_be_named_in_several_ways(string name)
    {
        var folder = Fixture.Copy(Path.GetDirectoryName(Fixture.Checkpoint("kinds"))!);
        File.WriteAllText(Path.Combine(folder, "checkpoint"), "model_checkpoint_path: \"/somewhere/model.ckpt-7\"\nall_model_checkpoint_paths: \"x\"\n");
        Assert.Equal(Path.Combine(folder, "model.ckpt-7"), CheckpointPath.PrefixOf(Path.Combine(folder, name).TrimEnd('/')));
    }

    [Fact]
    public void Tensors_of_TensorFlow_2_are_named_as_their_variables()
    {
        using var checkpoint = CheckpointFile.Open(Fixture.Model("dense/variables/variables"));
        Assert.Equal(
            [("dense/bias", "layer/bias/.ATTRIBUTES/VARIABLE_VALUE"), ("dense/kernel", "layer/kernel/.ATTRIBUTES/VARIABLE_VALUE")],
            CheckpointObjects.Variables(checkpoint));
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 3, 8, 1, 2, 3 })]
    [InlineData(new byte[] { 11, 8, 1, 2, 3, 2 | (7 << 2), 3, 0 }, new byte[] { 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2 })]
    [InlineData(new byte[] { 7, 8, 1, 2, 3, 1, 3 }, new byte[] { 1, 2, 3, 1, 2, 3, 1 })]
    public void Snappy_repeats_what_came_before(byte[] compressed, byte[]? expected = null) =>
        Assert.Equal(expected ?? compressed[Math.Min(2, compressed.Length)..], Snappy.Decompress(compressed, 100));

    [Theory]
    [InlineData(new byte[] { 3, 8, 1, 2 })]
    [InlineData(new byte[] { 7, 8, 1, 2, 3, 1, 4 })]
    [InlineData(new byte[] { 7, 8, 1, 2, 3, 1, 0 })]
    [InlineData(new byte[] { 101, 0, 1 })]
    public void Damaged_or_too_large_Snappy_is_refused(byte[] compressed) => Assert.Null(Snappy.Decompress(compressed, 100));

    private static void ReadAll(string path)
    {
        using var checkpoint = CheckpointFile.Open(path);
        foreach (var name in checkpoint.Names)
            checkpoint.Read(name);
    }

    private static void Damage(string path, long position)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 0x10));
    }
}
