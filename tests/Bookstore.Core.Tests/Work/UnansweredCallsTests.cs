using Shouldly;
using Xunit;

namespace Bookstore.Work;

/// <summary>When the other side of calls counts as away.</summary>
public sealed class UnansweredCallsTests
{
    [Fact]
    public void IsAway_so_many_in_a_row_were_not_answered_until_one_is()
    {
        var calls = new UnansweredCalls(most: 2);

        calls.End(calls.Begin(), isAnswered: false);
        calls.IsAway.ShouldBeFalse();
        calls.End(calls.Begin(), isAnswered: false);
        calls.IsAway.ShouldBeTrue();
        calls.End(calls.Begin(), isAnswered: true);
        calls.IsAway.ShouldBeFalse();
        calls.End(calls.Begin(), isAnswered: false);
        calls.IsAway.ShouldBeFalse("an answer was in between");
    }

    [Fact]
    public void IsAway_calls_that_began_before_the_last_answer_fail_late_says_nothing()
    {
        var calls = new UnansweredCalls(most: 2);
        long[] begun = [calls.Begin(), calls.Begin(), calls.Begin()];
        calls.End(calls.Begin(), isAnswered: true);

        foreach (var call in begun)
        {
            calls.End(call, isAnswered: false);
        }

        calls.IsAway.ShouldBeFalse();
    }
}
