using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class WatchedCustomerTests
{
    [Fact]
    public void RefusedFor_as_many_confirmed_as_failed_is_not_refused()
    {
        var now = DateTimeOffset.UnixEpoch;
        var watched = new WatchedCustomer("shared");
        watched.NoteFailed(isDeclined: true, now);
        watched.RefusedFor(1, 1, TimeSpan.FromHours(1), now).ShouldBe(TimeSpan.FromHours(1));

        watched.NoteConfirmed();

        watched.RefusedFor(1, 1, TimeSpan.FromHours(1), now).ShouldBeNull();
    }
}
