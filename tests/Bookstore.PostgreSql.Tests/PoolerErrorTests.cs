using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class PoolerErrorTests
{
    [Theory]
    [InlineData("42P05", "prepared statement \"_auto0\" already exists")]
    [InlineData("26000", "prepared statement \"_auto0\" does not exist")]
    [InlineData("08P01", "prepared statement name is already in use")]
    public void Translate_statement_that_a_pooler_has_lost_names_the_setting(string state, string message) => Message(state, message).ShouldContain("Max Auto Prepare=0");

    [Fact]
    public void Translate_pooler_in_statement_mode_names_its_mode() => Message("08P01", "transaction blocks not allowed in statement pooling mode").ShouldContain("pool_mode");

    private static string Message(string state, string message) =>
        PostgreSqlFaults.Translate(new PostgresException(message, "ERROR", "ERROR", state)).ShouldBeOfType<BookstoreStoreException>().Message;
}
