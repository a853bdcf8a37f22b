using Bookstore.Support;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class UnwritableOperationTests
{
    [Fact]
    public async Task Operation_that_the_store_cannot_write_fails_alone_and_at_once()
    {
        await using var subject = new SqliteUnderTest();
        await using var store = await subject.CreateAsync();

        await UnwritableOperation.ShouldFailAloneAndAtOnceAsync(store);
    }
}
