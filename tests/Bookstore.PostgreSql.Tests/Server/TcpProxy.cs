using System.Net;
using System.Net.Sockets;

namespace Bookstore.PostgreSql;

/// <summary>A wire between a host and its database that can be cut, or can hold back what goes either way. With several servers, each connection leads to the next one.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Wire> _wires = [];
    private readonly int[] _targets;
    private readonly Task _accepting;
    private bool _holdsNew;

    public TcpProxy(params int[] targets)
    {
        _targets = targets;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were made to cancel what another one asked, also those that are held back.</summary>
    public int Cancels
    {
        get
        {
            lock (_wires)
            {
                return _wires.Count(static wire => wire.IsCancel);
            }
        }
    }

    /// <summary>Holds back what goes to the database over the connections that are there now.</summary>
    public void HoldRequests() => ForAll(wire => wire.ToServer.Close());

    /// <summary>Holds back what goes to the database over the connections that are there now, after so many bytes of it.</summary>
    public void HoldRequestsAfter(int bytes) => ForAll(wire => wire.ToServer.CloseAfter(bytes));

    /// <summary>Holds back what comes from the database over the connections that are there now.</summary>
    public void HoldAnswers() => ForAll(wire => wire.ToClient.Close());

    /// <summary>Lets no connection through that is made from now on: a host may open one more instead of waiting for those that are held.</summary>
    public void HoldNew() => _holdsNew = true;

    /// <summary>Holds everything back, also of connections that are made from now on.</summary>
    public void HoldAll()
    {
        HoldNew();
        HoldRequests();
        HoldAnswers();
    }

    /// <summary>Lets go of all that was held back.</summary>
    public void LetGo()
    {
        _holdsNew = false;
        ForAll(wire => wire.ToServer.Open());
        ForAll(wire => wire.ToClient.Open());
    }

    /// <summary>Cuts the connections that are there now.</summary>
    public void Cut() => ForAll(wire => wire.Dispose());

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        LetGo();
        Cut();
    }

    private void ForAll(Action<Wire> action)
    {
        lock (_wires)
        {
            _wires.ForEach(action);
        }
    }

    private async Task AcceptAsync()
    {
        for (var number = 0; await TryAcceptAsync() is { } client; number++)
        {
            try
            {
                var server = new TcpClient { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _targets[number % _targets.Length]);
                lock (_wires)
                {
                    _wires.Add(new Wire(client, server, _holdsNew));
                }
            }
            catch (Exception gone) when (gone is SocketException or InvalidOperationException)
            {
                // The client gave up before it was connected, or the server does not answer: the next one may fare better.
                client.Dispose();
            }
        }
    }

    private async Task<TcpClient?> TryAcceptAsync()
    {
        try
        {
            return await _listener.AcceptTcpClientAsync();
        }
        catch (Exception ended) when (ended is SocketException or InvalidOperationException)
        {
            // Stopped: ObjectDisposedException is an InvalidOperationException too.
            return null;
        }
    }

    private sealed class Wire : IDisposable
    {
        // Its length and its code, 80877102; a process and its key follow.
        private static readonly byte[] CancelRequest = [0, 0, 0, 16, 0x04, 0xd2, 0x16, 0x2e];

        private readonly TcpClient _client;
        private readonly TcpClient _server;

        public Wire(TcpClient client, TcpClient server, bool holds)
        {
            _client = client;
            _server = server;
            if (holds)
            {
                ToServer.Close();
                ToClient.Close();
            }

            _ = PumpAsync(client.GetStream(), server.GetStream(), ToServer);
            _ = PumpAsync(server.GetStream(), client.GetStream(), ToClient);
        }

        public Gate ToServer { get; } = new();

        public Gate ToClient { get; } = new();

        public bool IsCancel { get; private set; }

        public void Dispose()
        {
            _client.Dispose();
            _server.Dispose();
        }

        private async Task PumpAsync(NetworkStream from, NetworkStream to, Gate gate)
        {
            var buffer = new byte[65_536];
            try
            {
                for (var length = await from.ReadAsync(buffer); length > 0; length = await from.ReadAsync(buffer))
                {
                    IsCancel |= length == 16 && buffer.AsSpan(0, 8).SequenceEqual(CancelRequest);
                    for (var sent = 0; sent < length;)
                    {
                        var part = await gate.PassAsync(length - sent);
                        await to.WriteAsync(buffer.AsMemory(sent, part));
                        sent += part;
                    }
                }

                await gate.PassAsync(0);
            }
            catch (Exception ended) when (ended is IOException or ObjectDisposedException)
            {
            }

            Dispose();
        }
    }

    private sealed class Gate
    {
        private volatile TaskCompletionSource? _closed;
        private volatile int _left = int.MaxValue;

        public void CloseAfter(int bytes) => _left = bytes;

        public void Close() => _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open()
        {
            var closed = _closed;
            _closed = null;
            _left = int.MaxValue;
            closed?.SetResult();
        }

        /// <summary>Waits until something may pass.</summary>
        /// <returns>How many of the bytes.</returns>
        public async Task<int> PassAsync(int bytes)
        {
            if (_left == 0)
            {
                Close();
            }

            await (_closed?.Task ?? Task.CompletedTask);
            var part = Math.Min(bytes, _left);
            _left -= _left < int.MaxValue ? part : 0;
            return part;
        }
    }
}
