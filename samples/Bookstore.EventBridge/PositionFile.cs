using System.Text;

namespace Bookstore.Samples;

/// <summary>Keeps a position where it survives the program: in a file that has the old or the new one, whenever the program or the machine stops.</summary>
internal sealed class PositionFile(string path)
{
    private const int MaxLength = 100;

    /// <summary>The position; <see langword="null"/> when there is no file yet.</summary>
    /// <exception cref="FormatException">The file has something else.</exception>
    public string? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenText(path);
        var text = new char[MaxLength];
        var position = new string(text, 0, file.ReadBlock(text)).Trim();
        return position.Length > 0 && position.All(char.IsAsciiDigit)
            ? position
            : throw new FormatException($"{path} has no position. Give another file with --position, or delete it to begin with the oldest event.");
    }

    public void Write(string position)
    {
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.ASCII.GetBytes(position));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
