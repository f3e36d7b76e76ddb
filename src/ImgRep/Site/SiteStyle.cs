using ImgRep.Trust.Lineages;

namespace ImgRep.Site;

/// <summary>How all pages look, on dark and light screens, narrow and wide.</summary>
internal static class SiteStyle
{
    public const string Path = "style.css";

    public const string Sheet = """
        :root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --soft: #57606a; --rule: #d0d7de; --panel: #f3f5f7; --link: #0550ae; --good: #116329; --bad: #a40e26; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #0d1117; --ink: #e6edf3; --soft: #9ea7b3; --rule: #3d444d; --panel: #161b22; --link: #79b8ff; --good: #56d364; --bad: #ff8080; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 78rem; padding: 0 1rem 3rem; background: var(--ground); color: var(--ink); }
        body { font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        a { color: var(--link); }
        a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 0; padding: .5rem; background: var(--ground); }
        header { border-bottom: 1px solid var(--rule); padding: 1rem 0; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
        nav a { display: inline-block; padding: .25rem 0; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.25rem 0 .5rem; }
        h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
        p { max-width: 70ch; }
        code, pre { font: .875rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
        pre, .scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 6px; background: var(--panel); }
        pre { padding: .75rem; overflow-wrap: normal; }
        table { border-collapse: collapse; width: 100%; font-size: .9375rem; overflow-wrap: normal; }
        caption { text-align: left; padding: .5rem .75rem; color: var(--soft); }
        th, td { text-align: left; vertical-align: top; padding: .3rem .75rem; border-top: 1px solid var(--rule); }
        th { font-weight: 600; }
        td.n { text-align: right; font-variant-numeric: tabular-nums; }
        .good { color: var(--good); font-weight: 600; }
        .bad { color: var(--bad); font-weight: 600; }
        .soft { color: var(--soft); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; }
        dt { color: var(--soft); }
        dd { margin: 0; min-width: 0; }
        @media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
        footer { border-top: 1px solid var(--rule); margin-top: 3rem; padding-top: 1rem; color: var(--soft); }
        .lineage { display: block; margin: 0 auto; }

        """ + LineageDrawing.Sheet + "\n";
}
