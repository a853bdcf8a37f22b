using System.Net.Sockets;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class LostConnectionTests
{
    [Theory]
    [InlineData("57P01")]
    [InlineData("57P02")]
    [InlineData("57P03")]
    [InlineData("25006")]
    [InlineData("08006")]
    [InlineData("08P01")]
    public void Includes_server_is_gone_or_no_primary(string state) => LostConnections.Includes(Error(state)).ShouldBeTrue();

    [Theory]
    [InlineData("57014")]
    [InlineData("53300")]
    [InlineData("55P03")]
    [InlineData("25P03")]
    [InlineData("28P01")]
    [InlineData("42P01")]
    public void Includes_server_answers_otherwise_does_not(string state) => LostConnections.Includes(Error(state)).ShouldBeFalse();

    [Theory]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.Shutdown)]
    [InlineData(SocketError.TimedOut)]
    [InlineData(SocketError.HostUnreachable)]
    public void Includes_wire_is_broken(SocketError error)
    {
        LostConnections.Includes(Broken(error)).ShouldBeTrue();
        LostConnections.Includes(new NpgsqlException("failed", new SocketException((int)error))).ShouldBeTrue();
        LostConnections.Includes(new NpgsqlException("failed", new EndOfStreamException())).ShouldBeTrue();
    }

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    [InlineData(SocketError.TooManyOpenSockets)]
    [InlineData(SocketError.AddressNotAvailable)]
    public void Includes_fault_of_this_machine_does_not(SocketError error)
    {
        LostConnections.Includes(Broken(error)).ShouldBeFalse();
        LostConnections.Includes(new NpgsqlException("failed", new SocketException((int)error))).ShouldBeFalse();
    }

    [Fact]
    public void Includes_time_ran_out_does_not()
    {
        LostConnections.Includes(new TimeoutException()).ShouldBeFalse();
        LostConnections.Includes(new NpgsqlException("no answer, or no connection is free", new TimeoutException())).ShouldBeFalse();
        LostConnections.Includes(new NpgsqlException("reading", new IOException("late", new TimeoutException()))).ShouldBeFalse();
    }

    [Fact]
    public void Includes_several_hosts_one_that_is_too_busy_keeps_its_connections()
    {
        LostConnections.Includes(Several(Broken(SocketError.ConnectionRefused))).ShouldBeTrue();
        LostConnections.Includes(Several(Broken(SocketError.ConnectionRefused), new NpgsqlException("full", new TimeoutException()))).ShouldBeFalse();
        LostConnections.Includes(new NpgsqlException("No suitable host was found.")).ShouldBeFalse();
    }

    private static NpgsqlException Broken(SocketError error) => new("reading", new IOException("broken", new SocketException((int)error)));

    private static NpgsqlException Several(params Exception[] faults) => new("no host", new AggregateException(faults));

    private static PostgresException Error(string state) => new("message", "ERROR", "ERROR", state);
}
