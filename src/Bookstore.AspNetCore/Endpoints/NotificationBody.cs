using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>The body of a notification in one piece, since signatures are made over all of its bytes. It takes the memory that the body has, and is read in a bounded time.</summary>
/// <param name="context">The request.</param>
/// <param name="time">The clock of the time limit.</param>
internal sealed class NotificationBody(HttpContext context, TimeProvider time) : IDisposable
{
    /// <summary>The largest body, in bytes: 256 KiB.</summary>
    public const int MaxSize = 262_144;

    private const int FirstSize = 4_096;

    // So that senders who are slow do not keep the places of others.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    // What a sender says of the length is not believed: the memory follows what comes. One byte more than there should be, so that the end is seen without another buffer.
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(context.Request.ContentLength ?? FirstSize, FirstSize) + 1);
    private int _length;

    /// <summary>Reads the body to its end.</summary>
    /// <param name="givenUp">Cancelled when another sender has got the place.</param>
    /// <returns>The body, valid until it is disposed; <see langword="null"/> when it is too large.</returns>
    /// <exception cref="OperationCanceledException">It did not come in time, or the sender has gone away.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken givenUp)
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, givenUp, context.RequestAborted);
        while (_length <= MaxSize)
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }

            var read = await context.Request.Body.ReadAsync(_buffer.AsMemory(_length), stop.Token).ConfigureAwait(false);
            if (read == 0)
            {
                return _buffer.AsMemory(0, _length);
            }

            _length += read;
        }

        return null;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
