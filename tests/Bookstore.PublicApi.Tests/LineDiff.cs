using System.Text;

namespace Bookstore.PublicApi.Tests;

/// <summary>The lines in which two texts differ, each under the line of the type that it belongs to.</summary>
internal static class LineDiff
{
    public static string Between(string before, string after)
    {
        var old = before.Split('\n');
        var now = after.Split('\n');
        var common = CommonLengths(old, now);
        var text = new StringBuilder();
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                (i, j) = (i + 1, j + 1);
            }
            else if (j < now.Length && (i == old.Length || common[i, j + 1] >= common[i + 1, j]))
            {
                Append(text, '+', now, j++);
            }
            else
            {
                Append(text, '-', old, i++);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, char sign, string[] lines, int index)
    {
        if (lines[index].Length > 0)
        {
            text.Append(sign).Append(' ').Append(TypeOf(lines, index)).Append(lines[index].TrimStart()).Append('\n');
        }
    }

    // Members stand further in than their type.
    private static string TypeOf(string[] lines, int index)
    {
        var depth = Depth(lines[index]);
        while (index > 0 && (Depth(lines[index]) >= depth || lines[index].Trim() is "{" or "}" or ""))
        {
            index--;
        }

        return depth > 4 ? $"[{lines[index].Trim()}] " : string.Empty;
    }

    private static int Depth(string line) => line.Length - line.TrimStart().Length;

    // The longest common subsequence of what is left of both, for every pair of places.
    private static int[,] CommonLengths(string[] old, string[] now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }
}
