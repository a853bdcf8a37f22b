using System.Net.Sockets;
using Bookstore.Storage;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class FaultTests
{
    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("55P03")]
    [InlineData("23505")]
    [InlineData("22012")]
    public void Translate_conflict_with_another_batch_is_a_conflict(string state) =>
        PostgreSqlFaults.Translate(Error(state)).ShouldBeOfType<StoreConflictException>();

    [Theory]
    [InlineData("08006")]
    [InlineData("25006")]
    [InlineData("25P03")]
    [InlineData("53100")]
    [InlineData("53200")]
    [InlineData("53300")]
    [InlineData("57014")]
    [InlineData("57P01")]
    [InlineData("57P02")]
    [InlineData("57P03")]
    [InlineData("58030")]
    public void Translate_may_pass_by_itself_is_transient(string state) =>
        PostgreSqlFaults.Translate(Error(state)).ShouldBeOfType<BookstoreStoreException>().IsTransient.ShouldBeTrue();

    [Theory]
    [InlineData("23514")]
    [InlineData("28P01")]
    [InlineData("3D000")]
    [InlineData("42501")]
    [InlineData("42P01")]
    [InlineData("22003")]
    public void Translate_will_not_pass_is_not_transient(string state) =>
        PostgreSqlFaults.Translate(Error(state)).ShouldBeOfType<BookstoreStoreException>().IsTransient.ShouldBeFalse();

    [Fact]
    public void Translate_no_connection_is_transient() =>
        PostgreSqlFaults.Translate(new NpgsqlException("lost", new SocketException())).ShouldBeOfType<BookstoreStoreException>().IsTransient.ShouldBeTrue();

    [Fact]
    public void Translate_not_of_the_database_stays_as_it_is()
    {
        var fault = new InvalidCastException();
        PostgreSqlFaults.Translate(fault).ShouldBeSameAs(fault);
    }

    [Theory]
    [InlineData("23505", "ERROR", true)]
    [InlineData("40001", "ERROR", true)]
    [InlineData("23514", "ERROR", true)]
    [InlineData("57P01", "FATAL", false)]
    [InlineData("57P01", "ERROR", false)]
    [InlineData("25P03", "FATAL", false)]
    [InlineData("08P01", "ERROR", false)]
    [InlineData("XX000", "ERROR", false)]
    [InlineData("58030", "ERROR", false)]
    [InlineData("53100", "PANIC", false)]
    public void ProvesRollback_only_an_error_of_a_statement_does(string state, string severity, bool proves) =>
        PostgreSqlFaults.ProvesRollback(Error(state, severity)).ShouldBe(proves);

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("55P03")]
    [InlineData("57014")]
    [InlineData("23505")]
    [InlineData("22012")]
    public void TranslateRead_conflict_with_other_transactions_is_transient_and_no_conflict(string state) =>
        PostgreSqlFaults.TranslateRead(Error(state)).ShouldBeOfType<BookstoreStoreException>().IsTransient.ShouldBeTrue();

    [Fact]
    public void TranslateRead_will_not_pass_is_not_transient() =>
        PostgreSqlFaults.TranslateRead(Error("42P01")).ShouldBeOfType<BookstoreStoreException>().IsTransient.ShouldBeFalse();

    [Theory]
    [InlineData("42P05", "prepared statement \"_auto0\" already exists")]
    [InlineData("26000", "prepared statement \"_auto0\" does not exist")]
    [InlineData("08P01", "prepared statement name is already in use")]
    public void Translate_pooler_shares_prepared_statements_names_the_setting(string state, string message) =>
        PostgreSqlFaults.Translate(new PostgresException(message, "ERROR", "ERROR", state)).Message.ShouldContain("Max Auto Prepare=0");

    private static PostgresException Error(string state, string severity = "ERROR") => new("message", severity, severity, state);
}
