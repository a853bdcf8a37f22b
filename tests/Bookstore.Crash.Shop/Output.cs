using System.Text;

namespace Bookstore.Crash;

/// <summary>The standard output, a line in one write each, so that a kill never leaves half a line.</summary>
internal sealed class Output : IDisposable
{
    private readonly Stream _stream = Console.OpenStandardOutput();
    private readonly Lock _turn = new();

    public void WriteLine(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "\n");
        lock (_turn)
        {
            _stream.Write(bytes);
            _stream.Flush();
        }
    }

    public void Dispose() => _stream.Dispose();
}
