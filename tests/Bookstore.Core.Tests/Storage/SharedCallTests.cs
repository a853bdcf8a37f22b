using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class SharedCallTests
{
    private readonly List<TaskCompletionSource<int>> _calls = [];

    [Fact]
    public async Task RunAsync_many_ask_while_a_call_is_under_way_are_served_by_the_next_one()
    {
        var shared = new SharedCall<int>(Call);
        var first = shared.RunAsync();
        var later = Enumerable.Range(0, 400).Select(_ => shared.RunAsync()).ToArray();
        _calls.Count.ShouldBe(1);

        _calls[0].SetResult(1);
        (await first).ShouldBe(1);
        _calls.Count.ShouldBe(2);
        later.ShouldAllBe(static asked => !asked.IsCompleted);

        _calls[1].SetResult(2);
        (await Task.WhenAll(later)).ShouldAllBe(static answer => answer == 2);
        _ = shared.RunAsync();
        _calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_call_fails_tells_those_who_asked_for_it_and_the_next_ones_are_served()
    {
        var shared = new SharedCall<int>(Call);
        var first = shared.RunAsync();
        var next = shared.RunAsync();

        _calls[0].SetException(new BookstoreStoreException("away"));
        await Should.ThrowAsync<BookstoreStoreException>(first);
        _calls[1].SetResult(2);

        (await next).ShouldBe(2);
    }

    private Task<int> Call()
    {
        var call = new TaskCompletionSource<int>();
        _calls.Add(call);
        return call.Task;
    }
}
