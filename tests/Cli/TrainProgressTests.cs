using GraphRun.Cli.Commands;
using Xunit;

namespace GraphRun.Tests.Cli;

public class TrainProgressTests
{
    private static readonly TrainState half = new(500, 1000, 2.5, "loss", 0.125, 32000.4, TimeSpan.FromSeconds(75.2));

    [Fact]
    public void The_line_has_steps_bar_epoch_metric_speed_and_time_left() => Assert.Equal(
        "step 500/1000  [###############...............]  50%  epoch 2.50  loss 0.125  32000 examples/s  1:15 left",
        TrainProgress.Render(half, 200));

    [Fact]
    public void The_bar_takes_the_room_that_is_left() => Assert.Equal(
        "step 500/1000  [###....]  50%  epoch 2.50  loss 0.125  32000 examples/s  1:15 left", TrainProgress.Render(half, 82));

    [Fact]
    public void A_narrow_terminal_has_no_bar_and_a_cut_line()
    {
        Assert.Equal("step 500/1000  epoch 2.50  loss 0.125  32000 examples/s  1:15 left", TrainProgress.Render(half, 70));
        Assert.Equal("step 500/1000  epoch", TrainProgress.Render(half, 20));
    }

    [Fact]
    public void A_training_without_an_end_has_neither_bar_nor_time_left() => Assert.Equal(
        "step 7  loss NaN  3 steps/s", TrainProgress.Render(new TrainState(7, null, null, "loss", double.NaN, 3.2, null), 80));

    [Fact]
    public void Hours_are_shown_when_there_are_any() => Assert.EndsWith(
        "  26:03:04 left",
        TrainProgress.Render(half with { Left = new TimeSpan(26, 3, 4) }, 200));
}
