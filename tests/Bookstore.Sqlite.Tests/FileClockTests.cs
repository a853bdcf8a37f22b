using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>The time of a file: what the processes on it saw pass. Each process has a clock of its own here, on one machine's monotonic clock.</summary>
public sealed class FileClockTests
{
    private static readonly DateTimeOffset Noon = Samples.Noon;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SteppedTime _machine = new();
    private CommitTime? _newest;

    [Fact]
    public void Read_new_file_begins_with_the_hosts_clock() => Open().Read(new HostTime(Noon, null), null).ShouldBe(Noon);

    [Fact]
    public void Read_first_time_continues_from_the_newest_commit_and_not_from_the_hosts_clock()
    {
        var before = Open();
        Commit(before, Noon);
        _machine.Advance(TimeSpan.FromDays(3));

        Open().Read(new HostTime(Noon.AddDays(400), null), _newest).ShouldBe(Noon);
    }

    [Fact]
    public void Read_first_time_long_after_the_file_was_opened_counts_what_this_process_saw_pass()
    {
        var before = Open();
        Commit(before, Noon);
        _machine.Advance(TimeSpan.FromDays(3));
        var clock = Open();
        _machine.Advance(TimeSpan.FromMinutes(2));
        Read(clock, null).ShouldBe(Noon.AddMinutes(2));

        var another = Open();
        _machine.Advance(TimeSpan.FromMinutes(2));
        Commit(clock, Noon.AddMinutes(4));
        _machine.Advance(TimeSpan.FromMinutes(1));
        Read(another, null).ShouldBe(Noon.AddMinutes(5));
    }

    [Fact]
    public void Read_later_counts_what_passed()
    {
        var clock = Open();
        clock.Read(new HostTime(Noon, null), null);
        _machine.Advance(TimeSpan.FromHours(2));

        clock.Read(new HostTime(Noon.AddDays(-400), Noon), null).ShouldBe(Noon.AddHours(2));
    }

    [Fact]
    public void Read_after_its_own_commit_loses_nothing()
    {
        var clock = Open();
        clock.Read(new HostTime(Noon, null), null);
        _machine.Advance(TimeSpan.FromMinutes(3));
        Commit(clock, Noon.AddMinutes(3));
        _machine.Advance(TimeSpan.FromMinutes(4));

        Read(clock, Noon).ShouldBe(Noon.AddMinutes(7));
    }

    [Fact]
    public void Read_two_processes_that_commit_in_turn_stay_together_and_lose_nothing()
    {
        var (first, second) = (Open(), Open());
        var now = Noon;
        first.Read(new HostTime(Noon, null), null);
        Commit(first, Noon);
        Read(second, null);
        for (var i = 0; i < 100; i++)
        {
            _machine.Advance(TimeSpan.FromSeconds(0.9));
            now += TimeSpan.FromSeconds(0.9);
            var clock = i % 2 == 0 ? second : first;
            Commit(clock, Read(clock, null));
        }

        (Read(first, null) - now).Duration().ShouldBeLessThan(Second);
        (Read(second, null) - now).Duration().ShouldBeLessThan(Second);
    }

    [Fact]
    public void Read_another_process_opened_the_file_while_this_one_waited_goes_back_to_its_commit()
    {
        var waiting = Open();
        waiting.Read(new HostTime(Noon, null), null);
        Commit(waiting, Noon);
        _machine.Advance(TimeSpan.FromMinutes(8));
        Read(waiting, Noon).ShouldBe(Noon.AddMinutes(8));

        var opened = Open();
        Read(opened, null).ShouldBe(Noon);
        _machine.Advance(TimeSpan.FromMilliseconds(100));
        Commit(opened, Noon.AddMilliseconds(100));
        _machine.Advance(TimeSpan.FromMilliseconds(200));

        // Else what the other one leased for ten seconds were over before it began.
        Read(waiting, Noon.AddMinutes(8)).ShouldBe(Noon.AddMilliseconds(300));
    }

    [Fact]
    public void Read_another_process_is_ahead_follows_it()
    {
        var clock = Open();
        clock.Read(new HostTime(Noon, null), null);
        _machine.Advance(Second);
        Commit(Open(), Noon.AddMinutes(5));
        _machine.Advance(Second);

        Read(clock, Noon).ShouldBe(Noon.AddMinutes(5) + Second);
    }

    [Fact]
    public void Read_commit_of_a_machine_whose_monotonic_clock_is_another_counts_at_most_what_this_process_saw_pass()
    {
        var clock = Open();
        clock.Read(new HostTime(Noon, null), null);
        _machine.Advance(TimeSpan.FromSeconds(5));
        _newest = new CommitTime(Noon.AddMinutes(1), TimeSpan.FromDays(-1));

        Read(clock, Noon).ShouldBe(Noon.AddMinutes(1).AddSeconds(5));

        _newest = new CommitTime(Noon.AddMinutes(2), TimeSpan.FromDays(400));
        Read(clock, null).ShouldBe(Noon.AddMinutes(2));
        _newest = new CommitTime(Noon.AddMinutes(3), null);
        Read(clock, null).ShouldBe(Noon.AddMinutes(3));
    }

    [Fact]
    public void Read_commit_at_the_end_of_time_is_the_end_of_time()
    {
        var clock = Open();
        _newest = new CommitTime(DateTimeOffset.MaxValue, null);
        Read(clock, null).ShouldBe(DateTimeOffset.MaxValue);
        _machine.Advance(Second);

        Read(clock, DateTimeOffset.MaxValue).ShouldBe(DateTimeOffset.MaxValue);
    }

    private FileClock Open() => new(_machine);

    private DateTimeOffset Read(FileClock clock, DateTimeOffset? expected) => clock.Read(new HostTime(Noon.AddYears(-1), expected), _newest);

    private void Commit(FileClock clock, DateTimeOffset at)
    {
        var commit = clock.Note(at);
        _newest = _newest?.At > at ? _newest : commit;
    }
}
