using System.Globalization;
using System.Text;

namespace Bookstore.Crash;

/// <summary>A courier that keeps every call in a file, flushed before it answers, so that calls can be counted after a crash.</summary>
internal sealed class LoggedCourier(string path, CrashPoint? crash) : ICourier
{
    public const string Book = "book";
    public const string CallOff = "call-off";

    private readonly Lock _file = new();

    public string Name => "local";

    public TimeSpan LateBookingWindow => TimeSpan.Zero;

    public ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        Write(Book, delivery.Id);
        return ValueTask.FromResult(BookingResult.Booked(string.Create(CultureInfo.InvariantCulture, $"T-{delivery.Id:N}")));
    }

    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        Write(CallOff, deliveryId);
        return ValueTask.FromResult(CancelBookingResult.Cancelled);
    }

    private void Write(string call, Guid deliveryId)
    {
        crash?.Before(call);
        lock (_file)
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(Encoding.ASCII.GetBytes($"{call} {deliveryId}\n"));
            file.Flush(flushToDisk: true);
        }

        crash?.After(call);
    }
}
