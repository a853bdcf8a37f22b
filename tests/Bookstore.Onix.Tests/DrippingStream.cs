namespace Bookstore.Onix.Tests;

/// <summary>Gives one byte at a time and cannot seek, as a slow network.</summary>
internal sealed class DrippingStream(byte[] bytes) : ForwardStream
{
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        if (_at == bytes.Length || buffer.IsEmpty)
        {
            return 0;
        }

        buffer[0] = bytes[_at++];
        return 1;
    }
}
