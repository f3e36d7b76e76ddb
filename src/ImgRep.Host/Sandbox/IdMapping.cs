using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>Which of the caller's ids are which inside a user namespace (user_namespaces(7)): the caller is root, and its subordinate ids are 1 and up.</summary>
/// <param name="IsShifted">Whether root has other ids than usual.</param>
internal sealed record IdMapping(uint User, uint Group, SubordinateIds? Users, SubordinateIds? Groups, bool IsShifted)
{
    private const uint Shift = 65536;

    public bool HasRange => Users is not null && Groups is not null;

    /// <summary>Whether root can have other ids than usual.</summary>
    public static bool CanShift =>
        OfCaller(isShifted: true) is { Users: { } users, Groups: { } groups }
        && (users with { First = users.First + Shift }).AreIn(Disk.TryReadLines(SubordinateIds.UserMap))
        && (groups with { First = groups.First + Shift }).AreIn(Disk.TryReadLines(SubordinateIds.GroupMap));

    public static IdMapping OfCaller(bool isShifted)
    {
        var user = Libc.EffectiveUserId();
        var group = Libc.EffectiveGroupId();
        var canMap = user == 0 || ProgramPath.Find("newuidmap") is not null;
        return canMap
            ? new IdMapping(user, group, SubordinateIds.Read(user, Environment.UserName, "/etc/subuid"), SubordinateIds.Read(user, Environment.UserName, "/etc/subgid"), isShifted)
            : new IdMapping(user, group, null, null, isShifted);
    }

    public void Write(int process)
    {
        if (!HasRange)
        {
            WriteFile(process, "setgroups", "deny");
            WriteFile(process, "uid_map", $"0 {User} 1\n");
            WriteFile(process, "gid_map", $"0 {Group} 1\n");
        }
        else if (User == 0)
        {
            var shift = IsShifted ? Shift : 0;
            WriteFile(process, "uid_map", $"0 0 1\n1 {Users!.Value.First + shift} {Users.Value.Count}\n");
            WriteFile(process, "gid_map", $"0 0 1\n1 {Groups!.Value.First + shift} {Groups.Value.Count}\n");
        }
        else
        {
            MapByProgram("newuidmap", process, User, Users!.Value);
            MapByProgram("newgidmap", process, Group, Groups!.Value);
        }
    }

    private static void WriteFile(int process, string file, string text)
    {
        Disk.WriteText($"/proc/{process}/{file}", text);
    }

    private static void MapByProgram(string program, int process, uint own, SubordinateIds ids)
    {
        string[] words = [$"{process}", "0", $"{own}", "1", "1", $"{ids.First}", $"{ids.Count}"];
        using var helper = ChildProgram.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        var errors = helper.StandardError.ReadToEnd();
        helper.WaitForExit();
        if (helper.ExitCode != 0)
            throw new EnvironmentException("map ids with", program, errors.Trim(), "see subuid(5): the range must belong to you alone");
    }
}
