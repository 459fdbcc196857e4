/** A shell → the script that makes it ask the bridge for what can stand at the cursor. */

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

/**
 * Each asks `bridge complete --current=TEXT -- WORD…` and gets `files` or `words` on the first line, then candidates,
 * each with a tab and its description. Nothing that was typed, and no candidate, is ever evaluated.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // of bash 3.2, which macOS has; it breaks words at = and :
  bash: `_bridge_complete() {
  local current="\${COMP_WORDS[COMP_CWORD]}" kind='' line
  [[ $current == '=' || $current == ':' ]] && current=''
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then
      kind=$line
    else
      COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
    fi
  done < <(command "$1" complete --current="$current" --broken -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
  if [[ $kind == files ]]; then
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
    compopt -o filenames 2>/dev/null
  fi
  return 0
}
complete -F _bridge_complete bridge drawbridge-mcp
`,
  zsh: `#compdef bridge drawbridge-mcp
_bridge_complete() {
  local line
  local -a lines shown
  lines=("\${(@f)$(command "$words[1]" complete --current="$words[CURRENT]" -- "\${(@)words[2,CURRENT-1]}" 2>/dev/null)}")
  if [[ $lines[1] == files ]]; then
    _files
    return
  fi
  for line in "\${(@)lines[2,-1]}"; do
    shown+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe bridge shown
}
compdef _bridge_complete bridge drawbridge-mcp
`,
  fish: `function __bridge_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l lines (command $words[1] complete --current="$current" -- $words[2..-1] 2>/dev/null)
  if test "$lines[1]" = files
    __fish_complete_path "$current"
  else if test (count $lines) -gt 1
    printf '%s\\n' $lines[2..-1]
  end
end
complete -c bridge -f -a '(__bridge_complete)'
complete -c drawbridge-mcp -f -a '(__bridge_complete)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName bridge, drawbridge-mcp -ScriptBlock {
  param($current, $ast, $cursor)
  $words = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  $lines = @(& $words[0] complete "--current=$current" '--' @($words | Select-Object -Skip 1))
  if ($lines[0] -eq 'files') { return }
  $lines | Select-Object -Skip 1 | ForEach-Object {
    $value, $says = $_ -split "\`t", 2
    if (-not $says) { $says = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $says)
  }
}
`,
}
